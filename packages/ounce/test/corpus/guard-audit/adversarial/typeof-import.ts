type Http = typeof import('node:http');
export class Probe {
  constructor(private readonly http: Pick<Http, 'get'>) {}
  run = () => this.http.get('http://users'); // call: http
}
