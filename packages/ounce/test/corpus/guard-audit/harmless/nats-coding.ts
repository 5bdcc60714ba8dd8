import { headers, JSONCodec, nuid, StringCodec } from 'nats';
export const bytes = StringCodec().encode('a');
export const object = JSONCodec().decode(bytes);
export const id = nuid.next();
const more = headers();
more.set('a', 'b');
export const value = more.get('a');
