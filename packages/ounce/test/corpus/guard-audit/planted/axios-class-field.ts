import axios, { type AxiosInstance } from 'axios';
export class Users {
  private readonly http: AxiosInstance = axios.create();
  async load(id: string) {
    const { data } = await this.http.get(`/${id}`); // call: axios
    return data;
  }
}
