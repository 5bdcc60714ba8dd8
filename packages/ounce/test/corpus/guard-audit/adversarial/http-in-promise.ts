import http from 'node:http';
export function load(url: string) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, (response) => { // call: http
      response.on('end', resolve);
    });
    request.on('error', reject);
  });
}
