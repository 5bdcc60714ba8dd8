const { Pool } = require('pg');
const pool = new Pool();
module.exports.load = (done) => {
  pool.connect((error, client, release) => { // call: pg
    if (error) return done(error);
    client.query('select 1', (failure, result) => { // call: pg
      release();
      done(failure, result);
    });
  });
};
