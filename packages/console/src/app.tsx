import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { LiveProvider } from './api/live.tsx';
import { ApiProblem } from './api/request.ts';
import { useSession } from './api/session.ts';
import { SignIn } from './components/shell/sign-in.tsx';
import { router } from './router.tsx';

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal stays a refusal; only silence is worth another try.
        retry: (failures, error) => error instanceof ApiProblem && error.status === 0 && failures < 3,
        // The governor is often on this very machine, whatever the browser thinks of the network.
        networkMode: 'always',
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** All of it for one token: what was read with it is forgotten together with it. */
function SignedIn({ token }: { token: string }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <LiveProvider token={token}>
        <RouterProvider router={router} />
      </LiveProvider>
    </QueryClientProvider>
  );
}

export function App() {
  const session = useSession();
  if (session.kind === 'signed-out') return <SignIn refused={session.refused} />;
  return <SignedIn key={session.token} token={session.token} />;
}
