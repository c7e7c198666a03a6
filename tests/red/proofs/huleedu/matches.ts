import type { Proof, ToldLie } from '../../proof.ts';
import { falsifies } from './rows.ts';

const event = 'huleedu.batch.author.matches.suggested.v1';

/** The associations of the test's class are false from its creation on. */
const rowsOfClass = (make: string): ToldLie => ({
  method: 'POST',
  path: /^\/v1\/classes\/$/,
  tell: falsifies({
    service: 'classManagement',
    table: 'essay_student_associations',
    when: 'NEW.class_id = $id',
    make,
  }),
});

/** What class management makes of NLP's suggestions: seen in its rows alone. */
export const proofs: readonly Proof[] = [
  {
    spec: 'huleedu/matches/rows.spec.ts',
    test: `${event} stores one pending row for each essay, with all that it says of the best suggestion`,
    lie: rowsOfClass(`NEW.validation_status := 'confirmed'`),
    message: /\+ +"validation_status": "confirmed"/,
  },
  {
    spec: 'huleedu/matches/envelopes.spec.ts',
    test: `${event}, its envelope accepts an envelope that says the least`,
    lie: rowsOfClass('RETURN NULL'),
    message: /\+ Array \[\]/,
  },
  {
    spec: 'huleedu/matches/failures.spec.ts',
    test: `${event}, what fails an essay whose ids are none fails alone, the others of its batch are stored`,
    lie: rowsOfClass('RETURN NULL'),
    message: /\+ Array \[\]/,
  },
  {
    spec: 'huleedu/matches/idempotency.spec.ts',
    test: `${event}, once more leaves an event alone that is claimed as done, and processes one whose claim cannot be read`,
    lie: rowsOfClass('RETURN NULL'),
    message: /Error: unreadable/,
  },
  {
    spec: 'huleedu/matches/claims.spec.ts',
    test: `${event}, its claim claims an event for five minutes while it is at work`,
    // A row that is lost at once would not wait for the class, as one that is stored does.
    lie: rowsOfClass('PERFORM 1 FROM classes WHERE id = NEW.class_id FOR KEY SHARE; RETURN NULL'),
    message: /Error: afterwards/,
  },
  {
    spec: 'huleedu/matches/parallel.spec.ts',
    test: `${event}, many at once gives each essay one student when two batches name the same ones in crossed order`,
    lie: rowsOfClass('NEW.batch_id := gen_random_uuid()'),
    message: /Error: batches[^]*Received: 8/,
  },
];
