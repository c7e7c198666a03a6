import { expect, test, type TestInfo } from '@playwright/test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadEnvironment } from '../env/loader.ts';

const env = path.join(import.meta.dirname, '..', 'env');

/** The lines of an example, with something in place of each value that has to be changed. */
const filled = (name: string): string =>
  readFileSync(path.join(env, `${name}.env.example`), 'utf8').replaceAll('CHANGE_ME', 'changed');

/** A folder with an env file that has these lines after those of the example. */
function withLines(testInfo: TestInfo, ...lines: string[]): string {
  const directory = testInfo.outputPath('env');
  mkdirSync(directory, { recursive: true });
  const names = lines.map((line) => `${line.split('=')[0] ?? ''}=`);
  const others = filled('staging')
    .split('\n')
    .filter((line) => !names.some((name) => line.startsWith(name)));
  writeFileSync(path.join(directory, 'staging.env'), [...others, ...lines].join('\n'));
  return directory;
}

/** The message of the error that loading throws. */
function refusal(variables: Record<string, string>, directory: string): string {
  try {
    loadEnvironment({ variables, directory });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('loadEnvironment accepted it');
}

test('is local when TEST_ENV is not set, and moves with SANDBOX_PORTS', () => {
  const plain = loadEnvironment({ variables: {}, directory: env });
  expect(plain.name).toBe('local');
  expect(plain.settings.learnlikemagic).toMatchObject({
    apiUrl: 'http://127.0.0.1:4610',
    databaseUrl: 'postgresql://qa:qa@127.0.0.1:4603/learnlikemagic',
    patience: { request: 15_000, llmCall: 15_000 },
  });
  expect(plain.offers).toEqual([
    ...[
      '@fault',
      '@scripted',
      '@signed-urls',
      '@database-fault',
      '@one-process',
      '@unshared',
      '@events',
      '@redis',
      '@chain',
      '@content',
      '@files',
    ],
  ]);

  const moved = loadEnvironment({ variables: { SANDBOX_PORTS: '47' }, directory: env });
  expect(moved.settings.learnlikemagic).toMatchObject({
    apiUrl: 'http://127.0.0.1:4710',
    storage: { endpoint: 'http://127.0.0.1:4702' },
    modelControlUrl: 'http://127.0.0.1:4700',
  });
});

test('lets a variable of the shell win over the file', () => {
  const variables = { LEARNLIKEMAGIC_API_URL: 'http://127.0.0.1:9999/base' };
  const { settings } = loadEnvironment({ variables, directory: env });
  expect(settings.learnlikemagic?.apiUrl).toBe('http://127.0.0.1:9999/base');
});

test('refuses an unknown name and lists the known ones', () => {
  expect(refusal({ TEST_ENV: 'stagign' }, env)).toBe(
    'TEST_ENV=stagign is not known: env/environments.ts lists local, staging, production',
  );
});

test('lists every missing value of the selected systems at once and names the file to copy', ({}, testInfo) => {
  const message = refusal({ TEST_ENV: 'staging', TEST_SYSTEMS: 'learnlikemagic' }, testInfo.outputPath());
  expect(message).toContain('copy env/staging.env.example to env/staging.env and edit it');
  const required = ['API_URL', 'REQUEST_TIMEOUT_SECONDS', 'LLM_CALL_SECONDS', 'DATABASE_URL', 'S3_BUCKET', 'S3_REGION'];
  for (const name of required) expect(message).toContain(`LEARNLIKEMAGIC_${name} is missing`);
  expect(message.split('\n')).toHaveLength(required.length + 1);
});

test('names each malformed value and the file to edit, and prints no value of a secret', ({}, testInfo) => {
  const directory = testInfo.outputPath('env');
  mkdirSync(directory);
  writeFileSync(
    path.join(directory, 'staging.env'),
    [
      'LEARNLIKEMAGIC_API_URL=staging.example',
      'LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS=soon',
      'LEARNLIKEMAGIC_LLM_CALL_SECONDS=Infinity',
      'LEARNLIKEMAGIC_DATABASE_URL=mysql://qa:canary-password@db.example/x',
      'LEARNLIKEMAGIC_S3_BUCKET=books',
      'LEARNLIKEMAGIC_S3_REGION=us-east-1',
      'LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY=canary-secret',
    ].join('\n'),
  );
  const message = refusal({ TEST_ENV: 'staging', TEST_SYSTEMS: 'learnlikemagic' }, directory);
  expect(message).toMatch(/^Environment staging is not complete; edit env\/staging\.env:\n/);
  expect(message).toContain('LEARNLIKEMAGIC_API_URL is no URL that starts with http:// or https://');
  expect(message).toContain('LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS is no number of seconds above 0');
  expect(message).toContain('LEARNLIKEMAGIC_LLM_CALL_SECONDS is no number of seconds above 0');
  expect(message).toContain('LEARNLIKEMAGIC_DATABASE_URL is no URL that starts with postgresql:// or postgres://');
  expect(message).toContain('LEARNLIKEMAGIC_S3_ACCESS_KEY_ID and LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY go together');
  expect(message).not.toContain('canary');
});

test('permits writes in production only with the grant that names it', ({}, testInfo) => {
  const directory = testInfo.outputPath('env');
  mkdirSync(directory);
  // The examples are complete: with their secrets filled in they load.
  for (const name of ['staging', 'production']) writeFileSync(path.join(directory, `${name}.env`), filled(name));
  const now = Date.UTC(2026, 10, 30, 23, 59);
  const permits = (variables: Record<string, string>): readonly string[] =>
    loadEnvironment({ variables, directory }, undefined, now).permits;
  expect(permits({ TEST_ENV: 'staging' })).toEqual(['@read-only', '@writes']);
  expect(permits({ TEST_ENV: 'production' })).toEqual(['@read-only']);
  for (const day of ['2026-11-30', '2026-12-01']) {
    const granted = permits({ TEST_ENV: 'production', TEST_WRITE_GRANT: `production:${day}` });
    expect(granted, day).toEqual(['@read-only', '@writes']);
  }
  const refused: Readonly<Record<string, string>> = {
    'staging:2099-01-01': 'does not name this environment (production)',
    'production:2020-02-28': 'has run out: TEST_WRITE_GRANT=production:',
    production: 'names no last day: TEST_WRITE_GRANT=production:',
    'production:2099-02-30': 'names no last day',
    'production:tomorrow': 'names no last day',
  };
  for (const [grant, why] of Object.entries(refused)) {
    const message = refusal({ TEST_ENV: 'production', TEST_WRITE_GRANT: grant }, directory);
    expect(message).toContain(`TEST_WRITE_GRANT=${grant} ${why}`);
  }
});

test('plants starting points where the environment permits it, and only a run that asks for less gets less', () => {
  const arranges = (variables: Record<string, string>): string =>
    loadEnvironment({ variables, directory: env }).arranges;
  expect(arranges({})).toBe('stores');
  expect(arranges({ TEST_ARRANGE: 'api' })).toBe('api');
  expect(refusal({ TEST_ARRANGE: 'both' }, env)).toContain(
    'TEST_ARRANGE=both is not permitted here: it can only be api',
  );
});

test('an object store is believed to check presigned URLs when it is AWS, or an emulator that says so', ({}, testInfo) => {
  const directory = withLines(testInfo);
  const offers = (variables: Record<string, string>): readonly string[] =>
    loadEnvironment({ variables: { TEST_ENV: 'staging', ...variables }, directory }).offers;
  const emulator = { LEARNLIKEMAGIC_S3_ENDPOINT: 'http://127.0.0.1:9000' };
  const others = ['@events', '@redis', '@chain'];
  expect(offers({})).toEqual(['@signed-urls', ...others]);
  expect(offers(emulator)).toEqual(others);
  expect(offers({ ...emulator, LEARNLIKEMAGIC_S3_ENFORCES_SIGNED_URLS: 'yes' })).toEqual(['@signed-urls', ...others]);
  const odd = { TEST_ENV: 'staging', LEARNLIKEMAGIC_S3_ENFORCES_SIGNED_URLS: 'maybe' };
  expect(refusal(odd, directory)).toContain('LEARNLIKEMAGIC_S3_ENFORCES_SIGNED_URLS is neither yes nor no');
});

test('takes a $ of a password as it is, and only ${NAME} as a reference', ({}, testInfo) => {
  const own = ['HOST=db.example', 'LEARNLIKEMAGIC_DATABASE_URL=postgresql://qa:pa$HOST$1word@${HOST}/x'];
  const directory = withLines(testInfo, ...own);
  const { settings, secrets } = loadEnvironment({ variables: { TEST_ENV: 'staging' }, directory });
  expect(settings.learnlikemagic?.databaseUrl).toBe('postgresql://qa:pa$HOST$1word@db.example/x');
  expect(secrets).toContain('pa$HOST$1word');
});

test('counts the passwords of URLs and the S3 secret as secrets, encoded and decoded', () => {
  const { secrets } = loadEnvironment({
    variables: {
      LEARNLIKEMAGIC_DATABASE_URL: 'postgresql://qa:p%40ss-word@127.0.0.1:1/x',
      LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY: 'very-secret',
    },
    directory: env,
  });
  expect(secrets).toEqual(expect.arrayContaining(['p%40ss-word', 'p@ss-word', 'very-secret']));
});

const staging = { TEST_ENV: 'staging', TEST_SYSTEMS: 'iep' };

test('refuses what was left of the example, and seconds that no timer can hold', ({}, testInfo) => {
  const directory = withLines(
    testInfo,
    'IEP_DATABASE_URL=postgresql://qa:CHANGE_ME@db.example/iep',
    'IEP_REQUEST_TIMEOUT_SECONDS=1e12',
    'IEP_LLM_CALL_SECONDS=3600',
  );
  expect(refusal(staging, directory).split('\n')).toEqual([
    'Environment staging is not complete; edit env/staging.env:',
    '  - IEP_REQUEST_TIMEOUT_SECONDS is no number of seconds above 0 and up to 3600 (patience for one call)',
    '  - IEP_DATABASE_URL still holds CHANGE_ME: put the real value there',
  ]);
});

test('blames the shell for what the shell sets', ({}, testInfo) => {
  const directory = withLines(testInfo);
  const inShell = { IEP_REQUEST_TIMEOUT_SECONDS: 'soon', IEP_API_URL: 'iep.example' };
  expect(refusal({ ...staging, ...inShell }, directory).split('\n')).toEqual([
    'Environment staging is not complete; mend what the shell sets:',
    expect.stringMatching(/IEP_API_URL is no URL .*; the shell sets it$/),
    expect.stringMatching(/IEP_REQUEST_TIMEOUT_SECONDS is no number .*; the shell sets it$/),
  ]);
  const inBoth = withLines(testInfo, 'IEP_LLM_CALL_SECONDS=later');
  expect(refusal({ ...staging, ...inShell }, inBoth)).toContain('edit env/staging.env');
});

test('recognises a secret that ends at a # without quotes, and leaves comments alone', ({}, testInfo) => {
  const url = 'postgresql://qa:half#other@db.example/iep';
  const cut = withLines(testInfo, `IEP_DATABASE_URL=${url}`);
  expect(refusal(staging, cut)).toContain('IEP_DATABASE_URL is cut off at its #, which begins a comment');
  const parts = ['HOST=db.example', 'NAME=iep', 'USER=qa # the role', `PASSWORD='half#other'`];
  const whole = parts.map((line) => `IEP_DATABASE_${line}`);
  const lines = filled('staging').split('\n');
  const others = lines.filter((line) => !line.startsWith('IEP_DATABASE_URL='));
  const directory = withLines(testInfo);
  writeFileSync(path.join(directory, 'staging.env'), [...others, ...whole].join('\n'));
  const { settings, secrets } = loadEnvironment({ variables: staging, directory });
  expect(settings.iep?.databaseUrl).toBe('postgresql://qa:half%23other@db.example:5432/iep');
  expect(secrets).toEqual(expect.arrayContaining(['half#other', 'half%23other']));
});

for (const [character, url] of Object.entries({
  '#': 'postgresql://qa:pa#ss@db.example/iep',
  '# behind a number': 'postgresql://qa:12#ss@db.example/iep',
  '/': 'postgresql://qa:pa/ss@db.example/iep',
  '/ behind a number': 'postgresql://qa:12/ss@db.example/iep',
  '?': 'postgresql://qa:12?ss@db.example/iep',
  '%': 'postgresql://qa:p%zz@db.example/iep',
})) {
  test(`says that a password holds ${character}, and not that the URL is none`, () => {
    const message = refusal({ IEP_DATABASE_URL: url, TEST_SYSTEMS: 'iep' }, env);
    expect(message).toMatch(/holds a character that has a meaning in a URL|has a % in its password/);
    expect(message).not.toContain('is no URL');
  });
}

test('names what is wrong with the TLS and the pool of a connection', () => {
  const message = refusal(
    {
      TEST_SYSTEMS: 'iep,learnlikemagic',
      IEP_DATABASE_URL: 'postgresql://qa:qa@127.0.0.1/iep?sslmode=prefer',
      LEARNLIKEMAGIC_DATABASE_SSLMODE: 'verify-full',
      LEARNLIKEMAGIC_DATABASE_SSLROOTCERT: '/nowhere/ca.pem',
      LEARNLIKEMAGIC_DATABASE_POOL_SIZE: 'many',
    },
    env,
  );
  expect(message.split('\n').slice(1)).toEqual([
    expect.stringContaining('LEARNLIKEMAGIC_DATABASE_SSLROOTCERT names an sslrootcert that cannot be'),
    expect.stringContaining('LEARNLIKEMAGIC_DATABASE_POOL_SIZE allows many connections'),
    expect.stringContaining('IEP_DATABASE_URL asks for sslmode prefer: it can be disable, require'),
  ]);
});

test('a wrong SANDBOX_PORTS is the one thing that is said', () => {
  expect(refusal({ SANDBOX_PORTS: '4600' }, env)).toMatch(/^SANDBOX_PORTS=4600 is not usable: .*11 to 99.*$/);
});

test('what is wrong with the environment is said without a stack', () => {
  for (const variables of [{ SANDBOX_PORTS: '1' }, { TEST_ENV: 'stagign' }, { IEP_API_URL: 'x' }]) {
    try {
      loadEnvironment({ variables, directory: env });
    } catch (error) {
      expect(error instanceof Error ? error.stack : '').not.toContain('    at ');
    }
  }
});
