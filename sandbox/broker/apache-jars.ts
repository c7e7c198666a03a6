import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const pom = path.join(import.meta.dirname, 'apache-pom.xml');
const cache = path.resolve(import.meta.dirname, '../../.cache/kafka');

/** How long Maven may take over 120 MB, in milliseconds: a machine without a way to them must not wait for ever. */
const patience = 180_000;

/** The oldest Java that Kafka 4 runs on. */
const oldestJava = 17;

/** Throws one clear line when there is no `java` on PATH that can run Kafka. */
export async function checkJava(): Promise<void> {
  // It tells its version on standard error.
  const { stderr } = await run('java', ['-version']).catch((error: unknown) => {
    throw new Error(`Apache Kafka needs Java ${String(oldestJava)} or newer: ${reason(error)}`);
  });
  const version = /version "(\d+)/.exec(stderr)?.[1] ?? '';
  if (Number(version) < oldestJava) {
    throw new Error(
      `Apache Kafka needs Java ${String(oldestJava)} or newer: \`java\` on PATH is ${version || 'another'}`,
    );
  }
}

/** The class path of Apache Kafka; its jars are fetched once, by Maven, into an ignored folder. Throws one clear line. */
export async function classPath(): Promise<string> {
  const wanted = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const jars = path.join(cache, wanted);
  if (!existsSync(jars)) await fetchJars(jars);
  return path.join(jars, '*');
}

async function fetchJars(jars: string): Promise<void> {
  const draft = `${jars}.${String(process.pid)}`;
  await mkdir(cache, { recursive: true });
  try {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}`];
    await run('mvn', ['--batch-mode', '--quiet', '--file', pom, ...goal], { timeout: patience });
    // Another run may have been faster.
    await rename(draft, jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error;
    });
  } catch (error) {
    throw new Error(`Apache Kafka's jars cannot be fetched with Maven: ${reason(error)}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The line that tells most: of what the program printed, or why it could not be run. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const {
    code,
    path: program,
    stdout = '',
    stderr = '',
  } = error as NodeJS.ErrnoException & {
    stdout?: string;
    stderr?: string;
  };
  if (code === 'ENOENT') return `\`${program ?? ''}\` is not on PATH`;
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? error.message;
}
