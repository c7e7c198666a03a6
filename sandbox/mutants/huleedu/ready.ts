import { randomUUID } from 'node:crypto';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Applied } from '../rule.ts';
import { rewrite, reread, revalue } from '../sql.ts';
import { during, given, rule, told, type Data, type Decoration, type Rule } from './rule.ts';
import {
  awaitingContent,
  awaitingStudents,
  finding,
  finds,
  isGuest,
  of,
  ready,
  sets,
  sql,
  swallowed,
  taken,
  validated,
} from './state-rule.ts';

const { essaysReady, pipelineRequest } = topics;

const pipeline = (row: Data): Data => row['pipeline'] as Data;

/** Faults of what the orchestrator does with ready essays and with the request for a pipeline (contract d.2). */
export const readyRules: Rule[] = [
  sets('ready-unnoted', 'Event 7 leaves the status.', essaysReady, () => null),
  sets(
    'ready-starts-pipeline',
    'Event 7 sets the status of a running pipeline.',
    essaysReady,
    () => 'processing_pipelines',
  ),
  taken(
    'ready-without-teacher',
    'Event 7 makes a batch ready that waits for its teacher.',
    essaysReady,
    [awaitingStudents],
    validated,
  ),
  taken(
    'ready-without-contents',
    'Event 7 makes a batch ready that waits for its contents.',
    essaysReady,
    [awaitingContent],
    validated,
  ),
  sql('ready-adds-essays', 'Event 7 adds to the essays that there are.', essaysReady, (applied) =>
    revalue(applied, 'DELETE FROM batch_essays', () => null),
  ),
  sql('ready-stores-nothing', 'Event 7 takes the essays away.', essaysReady, (applied) =>
    revalue(applied, 'INSERT INTO batch_essays', () => null),
  ),
  rule(
    'ready-too-early-drops',
    'Event 7 stores no essays while the teacher is awaited.',
    of(essaysReady),
    earlyDropped,
  ),
  rule('ready-without-essays', 'Event 7 without essays is accepted.', of(essaysReady), (applied) =>
    given(applied, 'batchOrchestrator', essaysReady, (data) =>
      (data['ready_essays'] as unknown[] | undefined)?.length === 0
        ? { ...data, ready_essays: [{ essay_id: randomUUID(), text_storage_id: 'none' }] }
        : undefined,
    ),
  ),
  ...[awaitingContent, awaitingStudents, validated].map((status) =>
    taken(
      `pipeline-in-${status}`,
      `Event 8 starts a batch with the status ${status}.`,
      pipelineRequest,
      [status],
      ready,
    ),
  ),
  finds('pipeline-again', 'Event 8 starts a pipeline that runs once more.', pipelineRequest, (row) => {
    const { spellcheck } = pipeline(row);
    const { status } = spellcheck as { status: string };
    if (status !== 'dispatch_initiated') return undefined;
    return {
      pipeline: { ...pipeline(row), spellcheck: { ...(spellcheck as object), status: 'pending_dependencies' } },
    };
  }),
  sql('pipeline-changes-status', 'Event 8 changes the status of the batch.', pipelineRequest, (applied) =>
    rewrite(
      applied,
      /^UPDATE batches SET pipeline_configuration/,
      'SET pipeline_configuration',
      "SET status = 'processing_pipelines', pipeline_configuration",
    ),
  ),
  sql('pipeline-not-stored', 'Event 8 does not store the state of the pipeline.', pipelineRequest, (applied) =>
    revalue(applied, 'UPDATE batches SET pipeline_configuration', () => null),
  ),
  rule('pipeline-not-commanded', 'Event 8 sends no command.', of(pipelineRequest), (applied) =>
    told(applied, 'batchOrchestrator', topics.spellcheckInitiate, () => null),
  ),
  rule('pipeline-of-guest-only', 'Event 8 starts no batch of a class.', of(pipelineRequest), (applied) =>
    during(
      'batchOrchestrator',
      pipelineRequest,
      reread(applied, finding, ([row]) =>
        row && !isGuest(row) && row['status'] === ready ? [{ ...row, status: validated }] : undefined,
      ),
    ),
  ),
  swallowed('refused-pipeline', 'Event 8 that is refused counts as dealt with.', pipelineRequest),
];

/** Statements on the essays are kept back in a batch that was found waiting. */
function earlyDropped(applied: Applied): Decoration {
  let isEarly = false;
  return during('batchOrchestrator', essaysReady, {
    database: {
      query: (original) => async (text, values) => {
        if (isEarly && text.includes(' batch_essays ')) {
          applied();
          return { rows: [], rowCount: 0 };
        }
        const result = await original(text, values);
        if (text.startsWith(finding)) isEarly = result.rows[0]?.['status'] === awaitingStudents;
        return result;
      },
    },
  });
}
