const axios = require('axios');
const { create } = require('axios');
const users = create({ baseURL: 'http://users' });
exports.load = async () => {
  const { data } = await axios.get('http://users/1'); // call: axios
  return data ?? users.get('/2'); // call: axios
};
