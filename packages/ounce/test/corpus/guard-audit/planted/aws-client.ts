import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
const client = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(client);
export const load = () => client.send(new GetItemCommand({ TableName: 't', Key: {} })); // call: aws-sdk
export const save = () => documents.send(new PutCommand({ TableName: 't', Item: {} })); // call: aws-sdk
