import { connect } from 'node:http2';
const session = connect('https://users'); // call: http2
export const send = () => session.request({ ':path': '/1' }); // call: http2
