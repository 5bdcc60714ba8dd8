/** A command's words. A line ends between two of them, never in the middle of an option. */
export function Words({ children }: { children: string }) {
  return children.split(' ').map((word, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of one command never change places
    <span key={at}>
      {at > 0 && ' '}
      <span className="word">{word}</span>
    </span>
  ));
}
