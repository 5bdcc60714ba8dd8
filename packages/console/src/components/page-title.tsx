import { useEffect } from 'react';

/** The heading of a page, which names the browser's tab and its history as well. */
export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} – Ounce`;
    return () => {
      document.title = 'Ounce';
    };
  }, [children]);
  return <h1>{children}</h1>;
}
