async function page(url: string): Promise<unknown[]> {
  const response = await fetch(url); // call: fetch
  return response.ok ? page(`${url}/next`) : [];
}
export { page };
