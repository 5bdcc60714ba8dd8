export const connect = () => ['-l'];
