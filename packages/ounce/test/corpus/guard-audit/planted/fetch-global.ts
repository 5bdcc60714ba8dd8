export async function load(id: string) {
  return fetch(`http://users/${id}`); // call: fetch
}
