const required = (name) => ({ get: () => name });
exports.value = required('axios').get('http://users/1');
