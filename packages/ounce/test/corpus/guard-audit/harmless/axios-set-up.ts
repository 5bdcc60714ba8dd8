import axios, { AxiosError, AxiosHeaders } from 'axios';
const users = axios.create({ baseURL: 'http://users' });
users.interceptors.request.use((config) => config);
axios.defaults.headers.common['x-a'] = '1';
export const isOurs = (error: unknown) => axios.isAxiosError(error) || error instanceof AxiosError;
export const header = new AxiosHeaders().get('accept');
export const source = axios.CancelToken.source();
