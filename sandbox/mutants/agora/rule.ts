import type { Parts } from '../../agora/graph.ts';
import type { Update } from '../../agora/state/channels.ts';
import type { Applied, Decoration as DecorationOf } from '../rule.ts';

export type Decoration = DecorationOf<Parts>;

/** One named fault of the graph. It is planted in the process that runs the graph; the sandbox knows its name and what it is. */
export interface Rule {
  name: string;
  description: string;
  decorate: (applied: Applied) => Decoration;
}

type Routers = Parts['routers'];
type Questions = Parts['questions'];
export type Question = Parameters<Questions['put']>[0];

/** A decision is made in another way; undefined leaves it. */
export const decides = <Name extends keyof Routers>(
  router: Name,
  name: string,
  description: string,
  change: (state: Parameters<Routers[Name]>[0]) => ReturnType<Routers[Name]> | undefined,
): Rule => ({
  ...{ name, description },
  decorate: (applied) => ({
    routers: {
      [router]: (original: Routers[Name]) => (state: Parameters<Routers[Name]>[0]) => {
        const honest = original(state);
        const changed = change(state);
        if (changed === undefined || changed === honest) return honest;
        applied();
        return changed;
      },
    },
  }),
});

/** A node writes something else; undefined leaves it. */
export const writes = (
  node: string,
  name: string,
  description: string,
  change: (update: Update) => Update | undefined,
): Rule => ({
  ...{ name, description },
  decorate: (applied) => ({
    nodes: {
      [node]: (original) => async (state, config, questions) => {
        const update = await original(state, config, questions);
        const changed = change(update);
        if (changed === undefined) return update;
        applied();
        return { ...update, ...changed };
      },
    },
  }),
});

/** A question of this type is put in another way. */
export const asks = (
  type: string,
  name: string,
  description: string,
  change: (put: Questions['put'], question: Question, otherwise: string | undefined) => ReturnType<Questions['put']>,
): Rule => ({
  ...{ name, description },
  decorate: (applied) => ({
    questions: {
      put: (original) => (question, otherwise) => {
        if (question.type !== type) return original(question, otherwise);
        applied();
        return change(original, question, otherwise);
      },
    },
  }),
});

type Reducers = Parts['reducers'];

/** Updates that `meant` tells are reduced in another way. */
export const reduces = <Name extends Exclude<keyof Reducers, 'add'>>(
  reducer: Name,
  name: string,
  description: string,
  meant: (update: unknown) => boolean,
  change: (current: ReturnType<Reducers[Name]>, update: unknown) => unknown,
): Rule => ({
  ...{ name, description },
  decorate: (applied) => ({
    reducers: {
      [reducer]: (original: (current: never, update: unknown) => unknown) => (current: never, update: unknown) => {
        if (!meant(update)) return original(current, update);
        applied();
        return change(current, update);
      },
    },
  }),
});
