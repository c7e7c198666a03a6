import { s3 } from '../sandbox/learnlikemagic.ts';

/** Where a run finds a deployment of LearnLikeMagic. */
export interface Target {
  readonly url: string;
  readonly databaseUrl: string;
  readonly storageUrl: string;
}

/** Variables of a run against it. */
export const variablesFor = ({ url, databaseUrl, storageUrl }: Target): Record<string, string> => ({
  TEST_ENV: 'staging',
  TEST_SYSTEMS: 'learnlikemagic',
  LEARNLIKEMAGIC_API_URL: url,
  LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS: '3',
  LEARNLIKEMAGIC_LLM_CALL_SECONDS: '7',
  LEARNLIKEMAGIC_DATABASE_URL: databaseUrl,
  LEARNLIKEMAGIC_S3_BUCKET: s3.bucket,
  LEARNLIKEMAGIC_S3_REGION: s3.region,
  LEARNLIKEMAGIC_S3_ENDPOINT: storageUrl,
  LEARNLIKEMAGIC_S3_ACCESS_KEY_ID: s3.accessKeyId,
  LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
});
