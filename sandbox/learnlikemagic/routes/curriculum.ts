import { list, model, nullable, optional } from '../../fastapi/composites.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { integer, text } from '../../fastapi/scalars.ts';
import type { CurriculumService } from '../services/curriculum.ts';

const subtopic = model('SubtopicInfo', { subtopic: text(), guideline_id: text() });
const curriculum = model('CurriculumResponse', {
  subjects: nullable(list(text())),
  topics: nullable(list(text())),
  subtopics: nullable(list(subtopic)),
});

/** Contract a.2. */
export function curriculumRoutes(service: CurriculumService): Operation[] {
  return [
    operation({
      ...{ method: 'GET', path: '/curriculum', tag: 'curriculum', summary: 'Get Curriculum', answer: curriculum },
      query: {
        country: text(),
        board: text(),
        grade: integer(),
        subject: optional(text()),
        topic: optional(text()),
      },
      handle: ({ query }) => service.discover(query),
    }),
  ];
}
