import type { Parts } from '../../learnlikemagic/backend.ts';
import { rule as ruleOf, type Decoration as DecorationOf, type Rule as RuleOf } from '../rule.ts';

export { During, type Applied, type Query } from '../rule.ts';
export type Decoration = DecorationOf<Parts>;
export type Rule = RuleOf<Decoration>;
export const rule = ruleOf<Parts>;
