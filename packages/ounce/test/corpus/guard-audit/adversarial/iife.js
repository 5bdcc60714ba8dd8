import https from 'node:https';
export const ready = (async () => {
  await new Promise((resolve) => https.get('https://users', resolve)); // call: http
})();
