import { list, model, nullable, withDefault } from '../../fastapi/composites.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { flag, float, integer, text, word } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import type { GuidelineService } from '../services/guidelines.ts';
import { assessment, shardStatus, type Shard } from '../store/guideline-documents.ts';

const generation = model('GenerateGuidelinesRequest', {
  start_page: withDefault<number | null>(nullable(integer()), 1),
  end_page: withDefault(nullable(integer()), null),
  auto_sync_to_db: withDefault(flag(), false),
});
const report = model('GenerateGuidelinesResponse', {
  ...{ book_id: text(), status: word('completed') },
  ...{ pages_processed: integer(), subtopics_created: integer(), subtopics_finalized: integer() },
  ...{ errors: list(text()), warnings: list(text()) },
});
const guideline = model('GuidelineResponse', {
  ...{ topic_key: text(), topic_title: text(), subtopic_key: text(), subtopic_title: text(), status: shardStatus },
  ...{ source_page_start: integer(), source_page_end: integer() },
  ...{ objectives: list(text()), examples: list(text()), misconceptions: list(text()) },
  ...{ assessments: list(assessment), teaching_description: nullable(text()), evidence_summary: text() },
  ...{ confidence: float(), quality_score: nullable(float()), version: integer() },
});
const guidelines = model('GuidelinesListResponse', {
  ...{ book_id: text(), total_subtopics: integer(), guidelines: list(guideline) },
});
const approval = model('ApproveGuidelinesResponse', {
  ...{ book_id: text(), status: word('approved'), approved_count: integer(), synced_count: integer(), message: text() },
});
const params = { book_id: text() };
const path = '/admin/books/{book_id}/guidelines';

/** Contract a.6. */
export function guidelineRoutes(service: GuidelineService): Operation[] {
  const tag = 'guidelines';
  return [
    operation({
      ...{ method: 'POST', path: '/admin/books/{book_id}/generate-guidelines', tag, summary: 'Generate Guidelines' },
      ...{ params, body: generation, answer: report },
      handle: ({ path: { book_id }, body }) => service.generate(book_id, body, body.auto_sync_to_db),
    }),
    operation({
      ...{ method: 'GET', path, tag, summary: 'Get Guidelines', params, answer: guidelines },
      async handle({ path: { book_id } }) {
        const shards = await service.list(book_id);
        return { book_id, total_subtopics: shards.length, guidelines: shards.map(present) };
      },
    }),
    operation({
      ...{ method: 'GET', path: `${path}/{topic_key}/{subtopic_key}`, tag, summary: 'Get Guideline' },
      ...{ params: { ...params, topic_key: text(), subtopic_key: text() }, answer: guideline },
      handle: async ({ path: { book_id, topic_key, subtopic_key } }) =>
        present(await service.read(book_id, topic_key, subtopic_key)),
    }),
    operation({
      ...{ method: 'PUT', path: `${path}/approve`, tag, summary: 'Approve Guidelines', params, answer: approval },
      async handle({ path: { book_id } }) {
        const counts = await service.approveAll(book_id);
        const { approved_count: approved, synced_count: synced } = counts;
        const message = `Approved ${String(approved)} guidelines and synced ${String(synced)} to database`;
        return { book_id, status: 'approved' as const, ...counts, message };
      },
    }),
    operation({
      ...{ method: 'DELETE', path, tag, summary: 'Reject Guidelines', status: 204, params },
      handle: ({ path: { book_id } }) => service.rejectAll(book_id),
    }),
  ];
}

function present(shard: Shard): Of<typeof guideline> {
  const { topic_key, topic_title, subtopic_key, subtopic_title, status, source_page_start, source_page_end } = shard;
  const { objectives, examples, misconceptions, assessments, teaching_description, evidence_summary } = shard;
  return {
    ...{ topic_key, topic_title, subtopic_key, subtopic_title, status, source_page_start, source_page_end },
    ...{ objectives, examples, misconceptions, assessments, teaching_description, evidence_summary },
    ...{ confidence: shard.confidence, quality_score: null, version: shard.version },
  };
}
