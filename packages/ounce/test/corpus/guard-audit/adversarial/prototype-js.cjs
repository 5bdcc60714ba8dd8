const mysql = require('mysql2');
function Store(options) {
  this.pool = mysql.createPool(options);
}
Store.prototype.load = function (id, done) {
  this.pool.query('select ?', [id], done); // call: mysql2
};
module.exports = Store;
