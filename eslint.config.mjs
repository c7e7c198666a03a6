import js from '@eslint/js';
import playwright from 'eslint-plugin-playwright';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { tsImport } from 'tsx/esm/api';

// Node 20 reads no TypeScript, and the tags are written down once.
const { tags } = await tsImport('./env/tags.ts', import.meta.url);

/**
 * Imports flow one way: specs → fixtures → helpers → env; the sandbox shares nothing with them.
 * @param {string[]} rooms
 * @param {string} why
 * @returns {import('eslint').Linter.RulesRecord}
 */
const mayNotImport = (rooms, why) => ({
  'no-restricted-imports': [
    'error',
    { patterns: rooms.map((room) => ({ regex: `^(\\.\\.?/)+${room}(/|$)`, message: why })) },
  ],
});

const statusLists = {
  selector:
    "CallExpression[callee.property.name=/^(toContain|toContainEqual|includes)$/] > ArrayExpression Literal[value>=100][value<600], CallExpression[callee.property.name=/^(toContain|includes)$/][callee.object.type='ArrayExpression'] MemberExpression[property.name='status']",
  message: 'One exact status: a list or range of statuses hides a wrong one.',
};
const processEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Read the environment in env/ only.',
};
const leaks = {
  selector:
    "CallExpression[callee.property.name='toBeOK'], ObjectExpression > Property[key.name='failOnStatusCode'][value.value=true], ObjectExpression > Property[key.name='trace'][value.value!='off']",
  message: 'It prints or stores the Authorization header.',
};
const clock = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Compare with the answer’s own Date.',
};

export default defineConfig(
  { ignores: ['node_modules/', 'reports/', 'test-results/'] },
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
      ...mayNotImport(['helpers', 'env', 'sandbox', 'tests'], 'A spec imports fixtures only (and types).'),
      '@typescript-eslint/no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', leaks, statusLists, processEnv, clock],
      'playwright/expect-expect': [
        'error',
        { assertFunctionPatterns: ['^(learnlikemagic|learnlikemagicOutage)\\.\\w+$', '^signedUrl\\.get$', '\\.as$'] },
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
  {
    files: ['fixtures/**/*.ts'],
    rules: {
      ...mayNotImport(['specs', 'sandbox', 'tests'], 'Fixtures import helpers and env only.'),
      'no-restricted-syntax': ['error', leaks, processEnv],
    },
  },
  {
    files: ['helpers/**/*.ts'],
    rules: {
      ...mayNotImport(['specs', 'fixtures', 'sandbox', 'tests'], 'Helpers import env only.'),
      'no-restricted-syntax': ['error', leaks, processEnv],
    },
  },
  {
    files: ['env/**/*.ts'],
    rules: mayNotImport(['specs', 'fixtures', 'helpers', 'sandbox', 'tests'], 'env imports nothing of the project.'),
  },
  {
    files: ['sandbox/**/*.ts'],
    rules: mayNotImport(['specs', 'fixtures', 'helpers', 'env', 'tests'], 'The sandbox shares no code with the suite.'),
  },
);
