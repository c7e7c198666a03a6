import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { systems } from '../env/systems/index.ts';

const fixtures = path.join(import.meta.dirname, '..', 'fixtures');

/** Names of the fixtures that a module defines: the keys of the object given to `.extend()`. */
function fixtureNames(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const [argument] = ts.isCallExpression(node) ? node.arguments : [];
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'extend' &&
      argument &&
      ts.isObjectLiteralExpression(argument)
    ) {
      names.push(...argument.properties.map((property) => property.name?.getText(source) ?? property.getText(source)));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

const modulesIn = (folder: string): string[] =>
  readdirSync(path.join(fixtures, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));

/** Names that more than one of the modules define, with these. */
function definedTwice(
  modules: readonly string[],
  namesOf: (module: string) => readonly string[],
): [string, string[]][] {
  const owners = new Map<string, string[]>();
  for (const module of modules) {
    for (const name of namesOf(module)) owners.set(name, [...(owners.get(name) ?? []), module]);
  }
  return [...owners].filter(([, found]) => found.length > 1);
}

// Of two merged modules that define one name, the last would win without a word. Two systems may use the same name: each has
// a `test` of its own.
for (const system of Object.keys(systems)) {
  test(`no two fixture modules of ${system}, or of all systems, define one name`, () => {
    const namesOf = (module: string): string[] => fixtureNames(path.join(fixtures, module));
    const modules = [...modulesIn('.'), ...modulesIn(system)];
    expect(modules.flatMap(namesOf)).toEqual(expect.arrayContaining(['environment', 'guard', 'cleanup', system]));
    expect(definedTwice(modules, namesOf)).toEqual([]);
  });
}

test('a name that two modules define is found', () => {
  const names: Readonly<Record<string, readonly string[]>> = { a: ['guard', 'book'], b: ['page'], c: ['book'] };
  expect(definedTwice(['a', 'b', 'c'], (module) => names[module] ?? [])).toEqual([['book', ['a', 'c']]]);
});
