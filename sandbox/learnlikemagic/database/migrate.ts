import pg from 'pg';
import { now } from '../clock.ts';
import { schema } from './schema.ts';

/** The seed rows of contract b: all India / CBSE / grade 3. */
const seedRows = [
  {
    id: 'g1',
    subject: 'Mathematics',
    topic: 'Fractions',
    subtopic: 'Comparing Like Denominators',
    guideline:
      'Compare fractions with the same denominator by comparing their numerators. Use pizza slices and strips before symbols.',
    objectives: [
      'Compare two fractions with the same denominator',
      'Explain why the larger numerator is the larger fraction',
    ],
    misconceptions: ['The fraction with the larger denominator is larger'],
  },
  {
    id: 'g2',
    subject: 'Mathematics',
    topic: 'Fractions',
    subtopic: 'Adding Like Denominators',
    guideline:
      'Add fractions with the same denominator by adding the numerators and keeping the denominator. Begin with parts of one whole.',
    objectives: ['Add two fractions with the same denominator', 'Show the sum on a strip'],
    misconceptions: ['Denominators are added as well'],
  },
  {
    id: 'g3',
    subject: 'Mathematics',
    topic: 'Multiplication',
    subtopic: 'Times Tables 2-5',
    guideline:
      'Build the tables of 2 to 5 from equal groups and skip counting, then practise them in any order with short questions.',
    objectives: ['Recall the tables of 2, 3, 4 and 5', 'Tell a story of equal groups for a product'],
    misconceptions: ['Multiplication is adding the two numbers'],
  },
  {
    id: 'g4',
    subject: 'English',
    topic: 'Grammar',
    subtopic: 'Nouns and Pronouns',
    guideline:
      'Name people, places and things in a picture, then replace repeated nouns with pronouns so that the text reads well.',
    objectives: ['Find the nouns of a sentence', 'Replace a noun by the right pronoun'],
    misconceptions: ['Every word with a capital letter is a noun'],
  },
];

/** Creates section b of the contract as a fresh install does, with the seed rows g1 to g4. The database must be empty. */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(schema);
    for (const row of seedRows) {
      const { id, subject, topic, subtopic, guideline, objectives, misconceptions } = row;
      const metadata = {
        learning_objectives: objectives,
        depth_level: 'basic',
        prerequisites: [],
        common_misconceptions: misconceptions,
        scaffolding_strategies: ['Start with a picture or an object'],
        assessment_criteria: { mastery: 'Four of five questions right' },
      };
      await client.query(
        `INSERT INTO teaching_guidelines
           (id, country, board, grade, subject, topic, subtopic, guideline, metadata_json, created_at, status, version)
         VALUES ($1, 'India', 'CBSE', 3, $2, $3, $4, $5, $6, $7, 'draft', 1)`,
        [id, subject, topic, subtopic, guideline, JSON.stringify(metadata), now()],
      );
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
