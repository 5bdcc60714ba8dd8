/** A sentence of the API, whose commands stand between back-ticks. */
export function WithCode({ children }: { children: string }) {
  const parts = children.split('`');
  return (
    <>
      {parts.map((part, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change places
        at % 2 === 1 && at < parts.length - 1 ? <code key={at}>{part}</code> : part,
      )}
    </>
  );
}
