const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
module.exports = {
  client: new S3Client({}),
  load(key) {
    return this.client.send(new GetObjectCommand({ Key: key })); // call: aws-sdk
  },
};
