import { expect, test } from '@playwright/test';
import { timeFromDatabase, formatTime } from '../../sandbox/learnlikemagic/clock.ts';
import { bookIdBase, bookIdCandidate, transitionFault } from '../../sandbox/learnlikemagic/rules/book.ts';
import { decide, resolvePlace } from '../../sandbox/learnlikemagic/rules/boundary.ts';
import { appendPage, removePage } from '../../sandbox/learnlikemagic/rules/pages.ts';
import { countFaults, qualityErrors, trimDescription } from '../../sandbox/learnlikemagic/rules/quality.ts';
import { createShard, mergePage, withNotes } from '../../sandbox/learnlikemagic/rules/shard.ts';
import { defaultTopic, slug } from '../../sandbox/learnlikemagic/rules/slug.ts';
import {
  extendEvidence,
  isComplete,
  nextMastery,
  roundToHundredths,
  route,
  suggest,
} from '../../sandbox/learnlikemagic/rules/tutoring.ts';
import { pagesOf } from '../../sandbox/learnlikemagic/services/page-range.ts';
import { jsonText } from '../../sandbox/learnlikemagic/store/documents.ts';

test.describe('tutoring', () => {
  test('mastery follows the worked figures', () => {
    expect(nextMastery(0.5, 0.2)).toBeCloseTo(0.38, 12);
    expect(nextMastery(0.5, 0.79)).toBeCloseTo(0.616, 12);
    const right = [1, 1, 1].reduce<number[]>((all, score) => [...all, nextMastery(all.at(-1) ?? 0.5, score)], []);
    expect(right.map((mastery) => mastery.toFixed(3))).toEqual(['0.700', '0.820', '0.892']);
  });

  test('routing needs both score and confidence', () => {
    expect(route(0.8, 0.6)).toBe('Advance');
    expect(route(0.79, 1)).toBe('Remediate');
    expect(route(1, 0.59)).toBe('Remediate');
  });

  test('a session ends after ten steps or at 0.85', () => {
    expect([isComplete(9, 0.849), isComplete(10, 0), isComplete(0, 0.85)]).toEqual([false, true, true]);
  });

  test('the last ten labels are kept', () => {
    const labels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    expect(extendEvidence(labels, ['j', 'k'])).toEqual([...labels.slice(1), 'j', 'k']);
  });

  test('rounding is that of Python', () => {
    expect([0.125, 0.375, 0.625, 0.875, 0.616, 2.675].map(roundToHundredths)).toEqual([
      0.12, 0.38, 0.62, 0.88, 0.62, 2.67,
    ]);
  });

  test('suggestions go by mastery, at most two misconceptions', () => {
    expect(suggest(0.85, 'T', ['o'], [])[0]).toBe('Excellent work on T!');
    expect(suggest(0.7, 'T', ['o'], []).at(-1)).toBe('Focus on: o');
    expect(suggest(0.7, 'T', [], [])).toHaveLength(1);
    expect(suggest(0.69, 'T', ['o'], ['x', 'y', 'z']).slice(1)).toEqual([
      'Revisit the concepts around T',
      'Work on understanding: x, y',
    ]);
  });
});

test.describe('books and pages', () => {
  test('an id comes from the metadata', () => {
    const base = { author: 'R. D. Sharma', subject: 'Social Studies', grade: 8 };
    expect(bookIdBase({ ...base, edition_year: 2024 }, 2026)).toBe('r._d._sharma_social_studies_8_2024');
    expect(bookIdBase({ ...base, author: '', edition_year: null }, 2026)).toBe('unknown_social_studies_8_2026');
    expect([0, 1, 2].map((attempt) => bookIdCandidate('a', attempt))).toEqual(['a', 'a_1', 'a_2']);
  });

  test('an illegal move names the legal ones', () => {
    expect(transitionFault('draft', 'uploading_pages')).toBeNull();
    expect(transitionFault('draft', 'draft')).toBe(
      "Invalid status transition: draft -> draft. Valid transitions: ['uploading_pages']",
    );
    expect(transitionFault('approved', 'draft')).toContain('Valid transitions: []');
  });

  test('a removed page leaves no gap, and the others keep what they are', () => {
    const first = appendPage('b', [], 't1');
    const second = { ...appendPage('b', [first], 't2'), status: 'approved' as const, approved_at: 't9' };
    const third = appendPage('b', [first, second], 't3');
    const { remaining, moves, vacated } = removePage('b', [first, second, third], 1);
    expect(remaining.map(({ page_num, uploaded_at, status }) => [page_num, uploaded_at, status])).toEqual([
      [1, 't2', 'approved'],
      [2, 't3', 'pending_review'],
    ]);
    expect(remaining[0]).toMatchObject({ image_s3_key: 'books/b/1.png', approved_at: 't9' });
    expect({ moves, vacated }).toEqual({
      moves: [
        { from: 2, to: 1 },
        { from: 3, to: 2 },
      ],
      vacated: [3],
    });
    expect(appendPage('b', remaining, 't4').page_num).toBe(3);
  });

  test('a range without pages of the book is empty, else its missing pages are run', () => {
    const pages = [appendPage('b', [], 't')];
    expect(pagesOf({ start_page: 1, end_page: null }, pages)).toEqual([1]);
    expect(pagesOf({ start_page: null, end_page: 0 }, pages)).toEqual([1]);
    expect(pagesOf({ start_page: 1, end_page: 3 }, pages)).toEqual([1, 2, 3]);
    expect(pagesOf({ start_page: 5, end_page: 9 }, pages)).toEqual([]);
    expect(pagesOf({ start_page: 1, end_page: 1e9 }, pages)).toHaveLength(1001);
  });
});

const facts = {
  objectives_add: ['Add', 'add'],
  examples_add: ['2 + 2'],
  misconceptions_add: ['m'],
  assessments_add: [],
};
const place = { book_id: 'b', topic_key: 't', topic_title: 'T', subtopic_key: 's', subtopic_title: 'S' };

test.describe('guidelines', () => {
  test('a slug keeps words of any script', () => {
    expect(slug('Sub Topic A')).toBe('sub-topic-a');
    expect(slug('  Größe_&_  Zahl -- 2! ')).toBe('größe-zahl-2');
    expect(defaultTopic('Mathematics', 8)).toEqual({ key: 'mathematics-grade-8', title: 'Mathematics Grade 8' });
  });

  test('the scores decide where a page belongs', () => {
    const by = (continue_score: number, new_score: number): unknown => decide({ continue_score, new_score });
    expect(by(0.6, 0.69)).toEqual({ kind: 'continue', confidence: 0.6 });
    expect(by(0.9, 0.75)).toEqual({ kind: 'new', confidence: 0.75 });
    expect(by(0.9, 0.7)).toEqual({ kind: 'continue', confidence: 0.65 });
    expect(by(0.5, 0.5)).toEqual({ kind: 'new', confidence: 0.5 });
  });

  test('a page is put where the answer says, or refused', () => {
    const reply = { decision: 'new', new_score: 0, continue_subtopic_key: null, reasoning: '' } as const;
    const named = { new_subtopic_key: 'New One', new_subtopic_title: 'New One' };
    const go = { ...reply, ...named, continue_score: 0.9 };
    const fallback = { key: 'd', title: 'D' };
    expect(resolvePlace(go, [place], fallback)).toMatchObject({ subtopic_key: 's' });
    expect(() => resolvePlace(go, [], fallback)).toThrow('No open subtopic to continue');
    expect(() => resolvePlace({ ...go, continue_subtopic_key: 'x' }, [place], fallback)).toThrow(
      'Subtopic x not found in open subtopics',
    );
    const begin = { ...go, continue_score: 0, new_score: 0.9 };
    expect(resolvePlace(begin, [], fallback)).toMatchObject({ topic_key: 'd', subtopic_key: 'new-one' });
    expect(resolvePlace(begin, [place], fallback)).toMatchObject({ topic_key: 't', subtopic_key: 'new-one' });
    expect(() => resolvePlace({ ...begin, new_subtopic_title: null }, [], fallback)).toThrow('LLM must provide');
  });

  test('facts of another page are merged by their own identity', () => {
    const shard = mergePage(createShard(place, 2, facts), 1, { ...facts, examples_add: ['2 + 2', '2 + 2 '] });
    expect(shard).toMatchObject({ objectives: ['Add'], examples: ['2 + 2', '2 + 2 '], misconceptions: ['m'] });
    expect(shard).toMatchObject({ source_pages: [1, 2], source_page_start: 1, source_page_end: 2, version: 2 });
  });

  test('a description is judged by lines, length and vocabulary', () => {
    const line = 'Show how the parts make a whole.';
    expect(countFaults([line, line, line].join('\n'))).toBe(0);
    expect(countFaults([line, line, 'short'].join('\n'))).toBe(1);
    expect(trimDescription(Array.from({ length: 8 }, () => line).join('\n')).split('\n')).toHaveLength(6);
  });

  test('the quality gate names what is missing', () => {
    const shard = createShard(place, 1, facts);
    expect(qualityErrors(shard)).toEqual([
      'fewer than 2 objectives',
      'no assessment',
      'no description',
      'description under 100 characters',
      'description under 3 lines',
    ]);
  });

  test('notes follow the evidence after a blank line', () => {
    expect(withNotes(withNotes('', 'one'), 'two')).toBe('Reviewer Notes: one\n\nReviewer Notes: two');
  });
});

test('stored JSON is indented and ASCII', () => {
  expect(jsonText({ ü: '😀' })).toBe('{\n  "\\u00fc": "\\ud83d\\ude00"\n}');
});

test('times are naive with microseconds', () => {
  expect(timeFromDatabase('2025-10-28 15:50:46.12')).toBe('2025-10-28T15:50:46.120000');
  expect(formatTime(1_761_666_646_000_007)).toBe('2025-10-28T15:50:46.000007');
});
