const { promisify } = require('node:util');
const redis = require('redis');
const client = redis.createClient();
const get = promisify(client.get).bind(client);
exports.load = (key) => get(key); // call: redis
