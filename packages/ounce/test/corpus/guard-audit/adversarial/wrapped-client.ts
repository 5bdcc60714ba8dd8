import axios, { type AxiosRequestConfig } from 'axios';
class HttpClient {
  readonly #axios = axios.create();
  get = <T>(url: string, config?: AxiosRequestConfig) => this.request<T>({ ...config, url, method: 'GET' });
  protected async request<T>(config: AxiosRequestConfig): Promise<T> {
    const { data } = await this.#axios.request<T>(config); // call: axios
    return data;
  }
}
class UsersClient extends HttpClient {
  load = (id: string) => this.get(`/users/${id}`);
}
export const users = new UsersClient();
