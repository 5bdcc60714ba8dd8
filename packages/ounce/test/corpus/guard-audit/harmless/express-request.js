export function handler(request, response) {
  const accept = request.get('accept');
  response.send(accept);
}
