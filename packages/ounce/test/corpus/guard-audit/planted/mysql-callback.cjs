const mysql = require('mysql2');
const pool = mysql.createPool({});
exports.load = (done) =>
  pool.getConnection((error, connection) => { // call: mysql2
    connection.query('select 1', done); // call: mysql2
  });
exports.other = () => pool.promise().query('select 1'); // call: mysql2
