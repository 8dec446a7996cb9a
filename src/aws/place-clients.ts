/** What brings Amazon S3, IAM and KMS into the program; loaded when a place is first looked for. */
export { bucketPlaces } from './buckets';
export { objectStore } from './object-store';
export { keyPlaces, rolePlaces } from './roles-and-keys';
export { s3Clients } from './s3-clients';
