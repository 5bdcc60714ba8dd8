import { createServer, IncomingMessage, STATUS_CODES } from 'node:http';
export const server = createServer((request, response) => {
  response.end(STATUS_CODES[200] + String(request instanceof IncomingMessage));
});
server.listen(0);
server.on('request', (request) => request.resume());
