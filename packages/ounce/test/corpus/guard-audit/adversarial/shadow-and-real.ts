import { request } from 'node:https';
export function send(path: string, request2 = request) {
  const request = (text: string) => text.length;
  return [request(path), request2(path)]; // call: http
}
