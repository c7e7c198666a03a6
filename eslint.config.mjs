import js from '@eslint/js';
import playwright from 'eslint-plugin-playwright';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { tsImport } from 'tsx/esm/api';

// Node 20 reads no TypeScript, and the tags are written down once.
const { tags } = await tsImport('./env/tags.ts', import.meta.url);
const { systems } = await tsImport('./env/systems/index.ts', import.meta.url);
const names = Object.keys(systems);

/**
 * Refuses imports, static and dynamic ones.
 * @param {{ regex: string, message: string }[]} patterns
 * @param {{ selector: string, message: string }[]} syntax what else is refused there
 * @returns {import('eslint').Linter.RulesRecord}
 */
const refuse = (patterns, syntax) => ({
  'no-restricted-imports': ['error', { patterns }],
  'no-restricted-syntax': [
    'error',
    ...patterns.map(({ regex, message }) => ({
      selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
      message,
    })),
    ...syntax,
  ],
});

/**
 * Imports flow one way: specs → fixtures → helpers → env; the sandbox shares nothing with them. One system never imports
 * another, and what all systems share imports none of them, apart from the lists of systems.
 * @param {string} room
 * @param {string[]} others rooms that it may not import
 * @param {string} why
 * @param {{ selector: string, message: string }[]} syntax what else is refused there
 */
const boundaries = (room, others, why, syntax) => {
  const upwards = { regex: `^(\\.\\.?/)*(${others.join('|')})(/|$)`, message: why };
  // A module of Node's or of npm may hold a way to a server.
  const outside = { regex: '^(?!\\.\\.?/|node:crypto$)', message: why };
  const always = room === 'specs' ? [upwards, outside] : [upwards];
  const crossing = (/** @type {string[]} */ foreign, /** @type {string} */ message) =>
    refuse([...always, { regex: `/(${foreign.join('|')})(/|\\.\\w+$)`, message }], syntax);
  return [
    { files: [`${room}/**`], rules: crossing(names, 'What all systems share imports none of them.') },
    { files: [`${room}/systems/index.ts`], rules: refuse(always, syntax) },
    ...names.map((own) => ({
      files: [`${room}/**/${own}/**`, `${room}/**/${own}.ts`],
      rules: crossing(
        names.filter((name) => name !== own),
        'One system never imports another.',
      ),
    })),
  ];
};

const status = 'Literal[value>=100][value<600]';
const statusLists = {
  selector: [
    // expect([200, 404]).toContain(…), [200, 404].includes(…), expect(…).toContain([200])
    `CallExpression[callee.name='expect'] > ArrayExpression > ${status}`,
    `CallExpression[callee.property.name=/^(includes|indexOf|some)$/] > MemberExpression > ArrayExpression > ${status}`,
    `CallExpression[callee.property.name=/^(toContain|toContainEqual)$/] > ArrayExpression ${status}`,
    // expect(answer.status).not.toBe(500), .toBeLessThan(500)
    "CallExpression[callee.property.name=/^(toBe|toEqual)$/][callee.object.property.name='not'][arguments.0.value>=100][arguments.0.value<600]:has(MemberExpression[property.name='status'])",
    `MemberExpression[property.name=/^toBe(Greater|Less)Than/]:has(MemberExpression[property.name='status'])`,
    // answer.status < 500, status >= 400
    "BinaryExpression[operator=/^[<>]=?$/]:matches([left.name='status'], [left.property.name='status'], [right.name='status'], [right.property.name='status'])",
    "LogicalExpression[operator='||'] > BinaryExpression:matches([left.name='status'], [left.property.name='status'])",
  ].join(', '),
  message: 'One exact status: a list or range of statuses hides a wrong one.',
};
const effect = '> Literal[value=/^@(read-only|writes)$/]';
const tagLists = {
  selector: `Property[key.name='tag'] > ArrayExpression:not(:has(${effect})), Property[key.name='tag'] > ArrayExpression:has(> Literal[value='@read-only']):has(> Literal[value='@writes']), Property[key.name='tag']:not([value.type='ArrayExpression'])`,
  message: 'A list of tags with exactly one effect, @read-only or @writes (env/tags.ts).',
};
const processEnv = {
  selector:
    "MemberExpression[object.name='process']:matches([property.name='env'], [property.value='env']), VariableDeclarator[init.name='process'] Property[key.name='env'], ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
  message: 'Read the environment in env/ only.',
};
const leaks = {
  selector:
    "CallExpression[callee.property.name='toBeOK'], ObjectExpression > Property[key.name='failOnStatusCode'][value.value=true], ObjectExpression > Property[key.name='trace'][value.value!='off']",
  message: 'It prints or stores the Authorization header.',
};
const clock = {
  selector:
    "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Date'][callee.property.name='now']",
  message: 'Compare with the answer’s own Date.',
};

/** Past these doors nothing is refused to a test that may only read, written down or redacted. */
const doors = {
  selector:
    "CallExpression[callee.name='test'] > :function > ObjectPattern > Property[key.name=/^(request|page|context|browser|playwright|environment|cleanup|ownOnly|sweepLedger|\\w+(Context|Removal|Databases?|Storage|Cache|Events))$/]",
  message: 'A spec uses the clients, reads and `beside` of its system: they know permission and ledger.',
};
const senders = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'globalThis', 'global', 'eval', 'Function'];

export default defineConfig(
  { ignores: ['.cache/', 'node_modules/', 'reports/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // An error is thrown anew because its cause holds what must not be printed.
      'preserve-caught-error': 'off',
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      // Playwright reads a fixture's dependencies from its first parameter, which must be a pattern.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'no-restricted-syntax': ['error', leaks],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'AbortSignal',
          'performance',
          'Buffer',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['specs/**/*.ts'],
    extends: [playwright.configs['flat/recommended']],
    rules: {
      'no-restricted-globals': [
        'error',
        ...senders.map((name) => ({ name, message: 'A spec sends through the clients of its system.' })),
      ],
      'playwright/expect-expect': [
        'error',
        { assertFunctionPatterns: [`^(${names.join('|')})\\w*\\.\\w+$`, '^signedUrl\\.get$', '\\.as$'] },
      ],
      'playwright/no-conditional-in-test': 'error',
      'playwright/no-hooks': 'error',
      'playwright/no-skipped-test': 'error',
      'playwright/no-wait-for-timeout': 'error',
      'playwright/require-tags': 'error',
      'playwright/require-to-pass-timeout': 'error',
      'playwright/valid-test-tags': ['error', { allowedTags: [...tags] }],
    },
  },
  boundaries('specs', ['helpers', 'env', 'sandbox', 'tests', 'detection'], 'A spec imports fixtures only.', [
    ...[leaks, statusLists, tagLists, processEnv, clock, doors],
  ]),
  boundaries('fixtures', ['specs', 'sandbox', 'tests', 'detection'], 'Fixtures import helpers and env only.', [
    ...[leaks, processEnv],
  ]),
  boundaries('helpers', ['specs', 'fixtures', 'sandbox', 'tests', 'detection'], 'Helpers import env only.', [
    ...[leaks, processEnv],
  ]),
  boundaries(
    'env',
    ['specs', 'fixtures', 'helpers', 'sandbox', 'tests', 'detection'],
    'env imports nothing of the project.',
    [leaks],
  ),
  boundaries(
    'detection',
    ['specs', 'fixtures', 'sandbox', 'tests'],
    'The engine imports helpers and env; it talks to the sandbox as to any other server.',
    [leaks],
  ),
  boundaries(
    'sandbox',
    ['specs', 'fixtures', 'helpers', 'env', 'tests', 'detection'],
    'The sandbox shares no code with the suite.',
    [leaks],
  ),
);
