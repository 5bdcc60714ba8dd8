'use strict';
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocument } = require('@aws-sdk/lib-dynamodb');
let documents;
const table = () => documents || (documents = DynamoDBDocument.from(new DynamoDBClient({})));
exports.handler = async (event) => {
  const { Item } = await table().get({ TableName: 't', Key: { id: event.id } }); // call: aws-sdk
  return Item;
};
