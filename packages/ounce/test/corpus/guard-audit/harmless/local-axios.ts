const axios = { get: (key: string) => key };
export const value = axios.get('k');
