export const value = Promise.resolve([1, 2]).then((list) => list.map(String));
export const found = [1, 2].find((one) => one === 1);
