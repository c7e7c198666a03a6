import type { Mutants } from '../index.ts';
import { counterRules } from './counters.ts';
import { decisionRules } from './decisions.ts';
import { questionRules } from './questions.ts';
import { reducerRules } from './reducers.ts';
import type { Rule } from './rule.ts';

/** Every rule of the graph that can be broken: none of it stands in its own code. */
export const rules: readonly Rule[] = [...decisionRules, ...counterRules, ...questionRules, ...reducerRules];

/** Every rule shows in what a run does. */
const operations = ['POST /threads/{thread_id}/runs/stream'];

/** Plants a rule in the process that runs the graph, by its name; null takes it out. */
export type Plant = (rule: string | null) => Promise<void>;

/** Makes the faults of the graph known, whose process is told which of them is planted; the function returned counts an effect of it. */
export function plantRules(mutants: Mutants, name: string, plant: Plant): () => void {
  let applied = (): void => undefined;
  mutants.add<{ rule: string }>({
    ...{ name, databases: {}, plant: (decoration) => plant(decoration?.rule ?? null) },
    rules: rules.map(({ name: rule, description }) => ({
      ...{ name: rule, description, operations },
      decorate: (count) => {
        applied = count;
        return { rule };
      },
    })),
  });
  return () => {
    applied();
  };
}
