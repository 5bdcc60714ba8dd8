export const name = 'axios';
export const line = `axios.get('http://users/1')`;
// axios.get('http://users/1')
