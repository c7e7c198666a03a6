import { expect, test } from '@playwright/test';
import { documentOf } from '../helpers/learnlikemagic/planted-documents.ts';

test('a planted document has an indent of two blanks and escapes all that is no ASCII', () => {
  expect(documentOf({ title: 'ü “\u{1F4D8}”\n', pages: [] }).toString('latin1')).toBe(
    '{\n  "title": "\\u00fc \\u201c\\ud83d\\udcd8\\u201d\\n",\n  "pages": []\n}',
  );
});
