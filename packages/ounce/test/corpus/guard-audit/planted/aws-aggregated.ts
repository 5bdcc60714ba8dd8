import { S3, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
const s3 = new S3({});
export const load = () => s3.getObject({ Bucket: 'b', Key: 'k' }); // call: aws-sdk
export const pages = (client: S3Client) => paginateListObjectsV2({ client }, { Bucket: 'b' }); // call: aws-sdk
