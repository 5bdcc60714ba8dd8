import { createClient } from 'redis';
export const client = createClient({ url: 'redis://cache' });
client.on('error', () => {});
export const open = client.isOpen;
export const second = client.duplicate();
