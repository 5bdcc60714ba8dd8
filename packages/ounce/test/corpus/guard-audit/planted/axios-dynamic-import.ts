export async function load() {
  const { default: axios } = await import('axios');
  return axios.get('http://users/1'); // call: axios
}
export const other = () => import('axios').then((module) => module.default.get('http://users/1')); // call: axios
