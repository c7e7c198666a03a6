import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { s3, type Backend } from '../sandbox/learnlikemagic.ts';

/** All rows of all tables, and all objects. */
export async function contentOf({ databaseUrl, storageUrl }: Backend): Promise<Record<string, unknown>> {
  const client = new pg.Client(databaseUrl);
  const storage = new S3Client({
    endpoint: storageUrl,
    region: s3.region,
    credentials: { ...s3 },
    forcePathStyle: true,
  });
  await client.connect();
  try {
    const content: Record<string, unknown> = {};
    const tables = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    );
    for (const { name } of tables.rows)
      content[name] = (await client.query(`SELECT t::text FROM "${name}" t ORDER BY 1`)).rows;
    const { Contents: objects = [] } = await storage.send(new ListObjectsV2Command({ Bucket: s3.bucket }));
    return { ...content, objects: objects.map(({ Key, ETag }) => [Key, ETag]) };
  } finally {
    await client.end();
    storage.destroy();
  }
}
