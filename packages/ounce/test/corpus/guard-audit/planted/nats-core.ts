import { connect } from 'nats';
const connection = await connect({ servers: 'nats' }); // call: nats
export const tell = (text: string) => connection.publish('news', text); // call: nats
export const ask = () => connection.request('users.get', '1'); // call: nats
