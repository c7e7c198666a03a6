import type { Database } from '../database/pool.ts';
import { answering } from '../errors.ts';
import { listSubjects, listSubtopics, listTopics, type CurriculumFilter } from '../repositories/teaching-guidelines.ts';

export interface CurriculumQuery extends CurriculumFilter {
  subject: string | undefined;
  topic: string | undefined;
}

export interface Curriculum {
  subjects: string[] | null;
  topics: string[] | null;
  subtopics: { subtopic: string; guideline_id: string }[] | null;
}

/** Discovery of contract a.2: one of three lists is filled, by what was asked for. */
export interface CurriculumService {
  discover(query: CurriculumQuery): Promise<Curriculum>;
}

export function createCurriculumService(database: Database): CurriculumService {
  return {
    discover: ({ country, board, grade, subject = '', topic = '' }) =>
      answering('Error fetching curriculum', async () => {
        const filter = { country, board, grade };
        const nothing = { subjects: null, topics: null, subtopics: null };
        if (subject === '') return { ...nothing, subjects: await listSubjects(database, filter) };
        if (topic === '') return { ...nothing, topics: await listTopics(database, filter, subject) };
        return { ...nothing, subtopics: await listSubtopics(database, filter, subject, topic) };
      }),
  };
}
