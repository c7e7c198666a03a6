import type { Commands } from './command.ts';
import { connection } from './connection.ts';
import { hashes } from './hashes.ts';
import { keys } from './keys.ts';
import { administration } from './server.ts';
import { sets } from './sets.ts';
import { strings } from './strings.ts';
import { transactions } from './transactions.ts';

/** All that this server can do. */
export const commands: Commands = {
  ...connection,
  ...administration,
  ...keys,
  ...strings,
  ...sets,
  ...hashes,
  ...transactions,
};
