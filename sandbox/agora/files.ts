import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileName } from './rules/names.ts';
import type { State } from './state/channels.ts';

/** Where the files of a session are, from the folder of the deployment. */
export const folderOf = (state: State): string =>
  path.posix.join('reports', `session_${fileName(state.session_id ?? '', 30)}`);

/** AGORA_HOME is the folder of the deployment. Throws when the file cannot be written. */
export async function save(file: string, text: string): Promise<void> {
  const place = path.join(process.env['AGORA_HOME'] ?? process.cwd(), file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, text);
}
