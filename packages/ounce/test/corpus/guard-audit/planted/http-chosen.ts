import * as http from 'http';
import * as https from 'https';
export function send(url: URL) {
  const lib = url.protocol === 'https:' ? https : http;
  return lib.request(url); // call: http
}
export const direct = (url: URL) => (url.protocol === 'https:' ? https.request : http.request)(url); // call: http
