import { EventEmitter } from 'node:events';
export const bus = new EventEmitter();
bus.on('request', () => {});
bus.emit('request', 'http://users/1');
