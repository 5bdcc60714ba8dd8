export async function read(response: Response, message: { json(): unknown; request: { get(name: string): string } }) {
  const body = await response.json();
  const copy = response.clone();
  return [body, await copy.text(), response.headers.get('etag'), message.json(), message.request.get('accept')];
}
