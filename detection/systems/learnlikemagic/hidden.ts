import { behind, type HiddenFault } from '../../mutants/hidden.ts';

/** Words for what is stored, as assertions and matchers name it. */
const objects = /\bobjects?\b/i;
const bookRow = /\brows?\b|\bbooks? with\b|\bbook's\b/i;
const syncedRows = /\brows?\b|\bteaching_guidelines\b|\bcurriculum\b/i;
const index = /\bindex\b/i;
const snapshot = /\bsnapshots?\b/i;
const shards = /\bshards?\b|\.latest\.json\b/i;
const entries = /\bmetadata\b|\bentr(y|ies)\b|\bpage list\b|\bother pages?\b|\bneighbours?\b/i;

/**
 * A slip in the answer, which every test of the operation notices, in front of a fault in what it stores: a status of
 * its own where there is no body, a figure or a text that is a little off where there is one.
 */
export const hidden: readonly HiddenFault[] = [
  ...behind('http:createBook:201:truncated:title', {
    'storage:metadata:put-dropped': /\bmetadata\b|\bobjects?\b/i,
    'database:books:column-nulled:metadata_s3_key': bookRow,
  }),
  ...behind('http:updateBookStatus:200:truncated:title', {
    'rule:status-not-stored': bookRow,
    'rule:book-created-anew': bookRow,
  }),
  ...behind('http:deleteBook:204:status-neighbour', {
    'rule:deleted-book-keeps-objects': objects,
    'rule:deleted-book-keeps-row': /\brows?\b|\bbooks with\b|GET \/admin\/books\/\{book_id\} answered 200/i,
    'rule:deleted-book-takes-neighbour': /\bobjects?\b|\bneighbours?\b|\bother books?\b/i,
  }),
  ...behind('http:uploadPage:200:truncated:ocr_text', {
    'storage:image:put-dropped': /\bobjects?\b|\bstored image\b|\.png\b/i,
    'storage:text:put-dropped': /\bobjects?\b|\bstored text\b|\.txt\b/i,
    'rule:upload-leaves-draft': bookRow,
    'rule:upload-resets-approvals': entries,
  }),
  ...behind('http:approvePage:200:off-by-one:page_num', {
    'rule:approval-not-stored': entries,
    'rule:approval-of-all-pages': entries,
    'rule:page-approval-completes-book': bookRow,
  }),
  ...behind('http:deletePage:204:status-neighbour', {
    'rule:deleted-page-keeps-image': /\bobjects?\b|\bimages?\b|\.png\b/i,
    'rule:deleted-page-keeps-text': /\bobjects?\b|\btexts?\b|\.txt\b/i,
    'rule:texts-not-moved': /\bobjects?\b|\btexts?\b|\.txt\b|\bother pages?\b|\bneighbours?\b/i,
    'rule:deletion-resets-approvals': entries,
    'rule:page-deletion-makes-draft': bookRow,
  }),
  ...behind('http:generateGuidelines:200:off-by-one:subtopics_created', {
    'storage:pageIndex:put-dropped': /\bpage[ _]index\b|\bassignments?\b/i,
    'storage:pageGuideline:put-dropped': /\bpage[ _]guidelines?\b/i,
    'storage:indexSnapshot:put-dropped': snapshot,
    'rule:merged-facts-lost': /\bshards?\b|\bfacts\b|\.latest\.json\b/i,
    'rule:automatic-sync-without-rows': syncedRows,
    'rule:generation-moves-book': bookRow,
  }),
  ...behind('http:approveGuidelines:200:off-by-one:approved_count', {
    'rule:bulk-approval-not-in-shards': shards,
    'rule:bulk-approval-not-in-index': index,
    'storage:indexSnapshot:put-dropped': snapshot,
    'rule:bulk-approval-without-rows': syncedRows,
    'rule:bulk-approval-moves-book': bookRow,
  }),
  ...behind('http:deleteGuidelines:204:status-neighbour', {
    'rule:rejection-keeps-guidelines': /\bobjects?\b|\bindex\b|\bshards?\b|GET \/admin/i,
    'rule:rejection-takes-pages': /\bobjects?\b|\bmetadata\b|\bimages?\b|\btexts?\b|GET \/admin/i,
    'rule:rejection-takes-rows': syncedRows,
  }),
  ...behind('http:updateSubtopic:200:off-by-one:version', {
    'rule:edit-loses-the-rest': shards,
    'storage:shard:put-stale': shards,
  }),
  ...behind('http:approveSubtopic:200:off-by-one:version', {
    'storage:shard:put-stale': shards,
    'rule:decision-not-in-index': index,
    'storage:indexSnapshot:put-dropped': snapshot,
    'rule:decision-writes-row': syncedRows,
  }),
  ...behind('http:syncToDatabase:200:off-by-one:synced_count', {
    'rule:sync-without-last-row': syncedRows,
    'rule:sync-version-one': syncedRows,
  }),
  ...behind('http:createSession:200:truncated:first_turn.message', {
    'rule:event-of-start-lost': /\bevents?\b/i,
    'rule:student-and-goal-swapped': /\brows?\b|\bsessions? with\b|\bstudent\b/i,
  }),
  ...behind('http:submitStep:200:truncated:next_turn.message', {
    'rule:event-of-check-lost': /\bevents?\b/i,
    'rule:mastery-not-stored': /\brows?\b|\bsessions? with\b|\bmastery\b/i,
    'rule:history-reply-lost': /\bhistory\b|\bstate\b/i,
  }),
];
