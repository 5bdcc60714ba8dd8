/** The mark and the name: a loop that comes back to its middle. */
export function Brand() {
  return (
    <>
      <img src="/mark.svg" width="22" height="22" alt="" />
      Ounce
    </>
  );
}
