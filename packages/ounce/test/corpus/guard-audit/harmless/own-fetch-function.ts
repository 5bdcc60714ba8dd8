function fetch(url: string) {
  return url;
}
export const load = () => fetch('http://users/1');
