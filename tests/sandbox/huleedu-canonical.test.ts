import { expect, test } from '@playwright/test';
import { parseExact, writeCanonical } from '../../sandbox/huleedu/library/canonical.ts';

/** What Python 3.11 makes of them: `json.dumps(json.loads(text), sort_keys=True)`. */
const written = [
  [
    'members in order',
    '{"b": 1, "a": {"z": [], "A": {}, "é": null}}',
    '{"a": {"A": {}, "z": [], "\\u00e9": null}, "b": 1}',
  ],
  ['whole numbers and fractions', '[1,1.0,-0,-0.0,0.1,3.0e0]', '[1, 1.0, 0, -0.0, 0.1, 3.0]'],
  ['exponents', '[1e5,1E-7,0.00001,0.0001,1e16]', '[100000.0, 1e-07, 1e-05, 0.0001, 1e+16]'],
  ['more digits than a double has', '123456789012345678901234567890', '123456789012345678901234567890'],
  ['a fraction of as many', '12345678901234567.0', '1.2345678901234568e+16'],
  [
    'nothing but ASCII',
    '["å\u007f\\n\\"\\\\ \\/ 12 😀", "1.0", true]',
    '["\\u00e5\\u007f\\n\\"\\\\ / 12 \\ud83d\\ude00", "1.0", true]',
  ],
] as const;

for (const [name, text, expected] of written) {
  test(`JSON is written as Python does: ${name}`, () => {
    expect(writeCanonical(parseExact(text))).toBe(expected);
  });
}
