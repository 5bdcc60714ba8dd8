const send = fetch;
export async function load() {
  const response = await send('http://users/1'); // call: fetch
  return response.json();
}
