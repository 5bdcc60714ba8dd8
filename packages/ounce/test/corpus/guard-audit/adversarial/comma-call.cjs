const axios_1 = require('axios');
exports.load = () => (0, axios_1.default)('http://users'); // call: axios
exports.get = () => axios_1.default.get('http://users'); // call: axios
