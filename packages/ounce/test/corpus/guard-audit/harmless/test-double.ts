const calls: string[] = [];
globalThis.fetch = async (input) => {
  calls.push(String(input));
  return new Response('ok');
};
export { calls };
