import { validate } from '@actions/languageservice';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';

const directory = process.argv[2] ?? path.join(import.meta.dirname, '..', '.github', 'workflows');
const files = readdirSync(directory).filter((name) => /\.ya?ml$/.test(name));

// GitHub's own judge of workflows; its package does not load without tsx on Node 20, so that this is no test file.
for (const name of files) {
  const text = readFileSync(path.join(directory, name), 'utf8');
  const document = TextDocument.create(`file:///.github/workflows/${name}`, 'yaml', 1, text);
  for (const { message, range } of await validate(document)) {
    process.stderr.write(
      `.github/workflows/${name}:${String(range.start.line + 1)}: ${typeof message === 'string' ? message : message.value}\n`,
    );
    process.exitCode = 1;
  }
}
if (files.length === 0) throw new Error(`${directory} holds no workflow`);
