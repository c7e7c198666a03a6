// Takes the place of the graph's own file in a sandbox that can be told to lie.
import { build } from '../../agora/graph.ts';
import type { Parts } from '../../agora/graph.ts';
import { wrapParts } from '../wrap.ts';
import { rules } from './index.ts';
import type { Decoration } from './rule.ts';

let planted: Decoration | undefined;

process.on('message', (word: { plant?: string | null }) => {
  if (word.plant === undefined) return;
  const rule = rules.find(({ name }) => name === word.plant);
  planted = rule?.decorate(() => process.send?.({ applied: true }));
  process.send?.({ planted: word.plant });
});

export const graph = build(wrapParts<Parts>(() => planted));
