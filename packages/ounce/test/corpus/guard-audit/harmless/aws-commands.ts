import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
export const client = new S3Client({ region: 'eu-west-1' });
export const command = new GetObjectCommand({ Bucket: 'b', Key: 'k' });
export const isMissing = (error: unknown) => error instanceof NoSuchKey;
client.middlewareStack.use({ applyToStack: () => {} });
export const stop = () => client.destroy();
