let loading: Promise<typeof import('got')> | undefined;
export async function load() {
  loading ??= import('got');
  const { got } = await loading;
  return got('http://users'); // call: got
}
