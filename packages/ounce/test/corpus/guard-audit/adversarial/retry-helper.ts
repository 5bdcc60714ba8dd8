async function retry<T>(work: () => Promise<T>, left = 3): Promise<T> {
  try {
    return await work(); // call: fetch
  } catch (error) {
    if (left === 0) throw error;
    return retry(work, left - 1);
  }
}
export const load = () => retry(() => fetch('http://users')); // call: fetch
export const direct = () => retry(fetch.bind(undefined, 'http://users'));
