import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

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

// Of two merged modules that define one name, the last would win without a word.
test('no two fixture modules define one name', () => {
  const owners = new Map<string, string[]>();
  const modules = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const module of modules) {
    for (const name of fixtureNames(path.join(fixtures, module))) {
      owners.set(name, [...(owners.get(name) ?? []), module]);
    }
  }
  expect([...owners.keys()]).toEqual(
    expect.arrayContaining(['environment', 'guard', 'cleanup', 'learnlikemagic', 'book']),
  );
  expect([...owners].filter(([, modules]) => modules.length > 1)).toEqual([]);
});
