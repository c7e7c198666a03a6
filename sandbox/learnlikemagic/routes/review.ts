import { now } from '../clock.ts';
import { dictionary, list, model, nullable, optional, withDefault } from '../../fastapi/composites.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { flag, float, integer, text, timestamp, word } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import { pageRange } from '../rules/shard.ts';
import { extractionStatuses } from '../services/review-overview.ts';
import type { ReviewService } from '../services/review.ts';
import { assessment, shardStatus, type Shard } from '../store/guideline-documents.ts';

const overview = model('BookGuidelineOverview', {
  ...{ book_id: text(), title: text(), grade: nullable(integer()), subject: nullable(text()) },
  ...{ total_pages: integer(), pages_processed: integer(), extraction_status: word(...extractionStatuses) },
  ...{ topics_count: integer(), subtopics_count: integer(), subtopics_approved: integer() },
  last_updated: nullable(timestamp()),
});
const subtopicSummary = model('SubtopicSummary', {
  ...{ subtopic_key: text(), subtopic_title: text(), status: shardStatus, page_range: text() },
});
const topic = model('TopicSummary', { topic_key: text(), topic_title: text(), subtopics: list(subtopicSummary) });
const subtopic = model('SubtopicGuidelineResponse', {
  ...{ book_id: text(), topic_key: text(), topic_title: text(), subtopic_key: text(), subtopic_title: text() },
  ...{ source_page_start: integer(), source_page_end: integer(), source_pages: list(integer()), page_range: text() },
  ...{ status: shardStatus, confidence: nullable(float()), version: integer(), last_updated: timestamp() },
  ...{ teaching_description: nullable(text()), objectives: list(text()), examples: list(text()) },
  ...{ misconceptions: list(text()), assessments: list(assessment), evidence_summary: nullable(text()) },
});
const texts = optional(nullable(list(text())));
const changes = model('UpdateGuidelineRequest', {
  ...{ teaching_description: optional(nullable(text())), objectives: texts, examples: texts, misconceptions: texts },
  ...{ assessments: optional(nullable(list(assessment))), status: optional(nullable(shardStatus)) },
});
const updated = model('UpdateGuidelineResponse', { message: text(), version: integer(), updated_at: timestamp() });
const decision = model('ApproveGuidelineRequest', {
  ...{ approved: flag(), reviewer_notes: withDefault(nullable(text()), null) },
});
const decided = model('ApproveGuidelineResponse', {
  ...{ message: text(), status: shardStatus, previous_status: shardStatus, version: integer() },
  updated_at: timestamp(),
});
const assignment = model('PageAssignment', { topic_key: text(), subtopic_key: text(), confidence: float() });
const synced = model('SyncResponse', { message: text(), book_id: text(), synced_count: integer() });

const tag = 'admin-guidelines';
const root = '/admin/guidelines/books';
const params = { book_id: text() };
const subtopicPath = `${root}/{book_id}/subtopics/{subtopic_key}`;
const subtopicInput = { params: { book_id: text(), subtopic_key: text() }, query: { topic_key: text() } };

/** Contract a.7. */
export function reviewRoutes(service: ReviewService): Operation[] {
  return [...bookRoutes(service), ...subtopicRoutes(service)];
}

function bookRoutes(service: ReviewService): Operation[] {
  return [
    operation({
      ...{ method: 'GET', path: root, tag, summary: 'List Books With Guidelines', answer: list(overview) },
      query: { status: optional(text()) },
      handle: ({ query }) => service.listBooks(query.status),
    }),
    operation({
      ...{ method: 'GET', path: `${root}/{book_id}/topics`, tag, summary: 'Get Topics', params, answer: list(topic) },
      handle: ({ path }) => service.topics(path.book_id),
    }),
    operation({
      ...{ method: 'GET', path: `${root}/{book_id}/page-assignments`, tag, summary: 'Get Page Assignments' },
      ...{ params, answer: dictionary(assignment) },
      handle: ({ path }) => service.assignments(path.book_id),
    }),
    operation({
      ...{ method: 'POST', path: `${root}/{book_id}/sync-to-database`, tag, summary: 'Sync To Database' },
      ...{ params, query: { status_filter: withDefault(text(), 'final') }, answer: synced },
      async handle({ path: { book_id }, query }) {
        const count = await service.sync(book_id, query.status_filter);
        const message = `Successfully synced ${String(count)} guidelines to database`;
        return { message, book_id, synced_count: count };
      },
    }),
  ];
}

function subtopicRoutes(service: ReviewService): Operation[] {
  return [
    operation({
      ...{ method: 'GET', path: subtopicPath, tag, summary: 'Get Subtopic Guideline' },
      ...{ ...subtopicInput, answer: subtopic },
      handle: async ({ path, query }) =>
        present(await service.subtopic(path.book_id, query.topic_key, path.subtopic_key)),
    }),
    operation({
      ...{ method: 'PUT', path: subtopicPath, tag, summary: 'Update Subtopic Guideline' },
      ...{ ...subtopicInput, body: changes, answer: updated },
      async handle({ path, query, body }) {
        const { version } = await service.update(path.book_id, query.topic_key, path.subtopic_key, body);
        return { message: 'Guideline updated successfully', version, updated_at: now() };
      },
    }),
    operation({
      ...{ method: 'POST', path: `${subtopicPath}/approve`, tag, summary: 'Approve Subtopic Guideline' },
      ...{ ...subtopicInput, body: decision, answer: decided },
      async handle({ path, query, body: { approved, reviewer_notes } }) {
        const place = [path.book_id, query.topic_key, path.subtopic_key] as const;
        const { previous, shard, at } = await service.decide(...place, approved, reviewer_notes);
        const message = approved ? 'Guideline approved' : 'Guideline rejected';
        const { status, version } = shard;
        return { message, status, previous_status: previous, version, updated_at: at };
      },
    }),
  ];
}

function present(shard: Shard): Of<typeof subtopic> {
  const { book_id, topic_key, topic_title, subtopic_key, subtopic_title } = shard;
  const { source_page_start, source_page_end, source_pages, status, confidence, version } = shard;
  const { teaching_description, objectives, examples, misconceptions, assessments, evidence_summary } = shard;
  return {
    ...{ book_id, topic_key, topic_title, subtopic_key, subtopic_title, source_page_start, source_page_end },
    ...{ source_pages, page_range: pageRange(shard), status, confidence, version, last_updated: now() },
    ...{ teaching_description, objectives, examples, misconceptions, assessments, evidence_summary },
  };
}
