const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const sqs = new SQSClient({});
exports.send = (body) => sqs.send(new SendMessageCommand({ MessageBody: body })); // call: aws-sdk
