const axios = require('axios');
class Users {
  constructor(http = axios.create()) {
    this.http = http;
  }
  load() {
    return this.http.get('/1'); // call: axios
  }
}
module.exports = { Users };
