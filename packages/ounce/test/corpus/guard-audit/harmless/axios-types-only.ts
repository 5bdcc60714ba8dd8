import type { AxiosInstance, AxiosResponse } from 'axios';
export type Loader = (http: AxiosInstance) => Promise<AxiosResponse>;
export const status = (response: AxiosResponse) => response.status;
