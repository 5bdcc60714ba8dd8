import type { AxiosInstance } from 'axios';
export class Users {
  constructor(private readonly http: AxiosInstance) {}
  load = (id: string) => this.http.get(`/${id}`); // call: axios
}
export function remove({ http }: { http: AxiosInstance }, id: string) {
  return http.delete(`/${id}`); // call: axios
}
