import { Words } from './words.tsx';

/** A sentence of the API, whose commands stand between back-ticks. */
export function WithCode({ children }: { children: string }) {
  const parts = children.split('`');
  return (
    <>
      {parts.map((part, at) =>
        at % 2 === 1 && at < parts.length - 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change places
          <code key={at}>
            <Words>{part}</Words>
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}
