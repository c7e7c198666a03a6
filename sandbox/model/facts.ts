import { levels, pageText, readHeading, readPage, type Assessment, type Page } from './page.ts';

/** Content of P4. */
export interface Facts {
  objectives_add: string[];
  examples_add: string[];
  misconceptions_add: string[];
  assessments_add: Assessment[];
}

/** What a prompt's page states, filled up from its sentences to what a guideline needs (contract d.9). */
export function factsOf(prompt: string): Facts {
  const page = readPage(pageText(prompt));
  const title = readHeading(page.heading ?? 'this page').title;
  const said = [...page.sentences, ...page.objectives, ...page.examples];
  const [first = title, second = first] = said;
  const atLeast = <T>(stated: T[], ...more: T[]): T[] => [...stated, ...more.slice(stated.length)];
  return {
    objectives_add: atLeast(page.objectives, `Explain ${title}: ${first}`, `Apply ${title}: ${second}`),
    examples_add: atLeast(page.examples, `${title} in use: ${exampleOf(page, first)}`),
    misconceptions_add: atLeast(page.misconceptions, `Taking "${first}" for true without a reason`),
    assessments_add: atLeast(page.assessments, {
      level: levels[title.length % levels.length] ?? 'basic',
      prompt: `What does the page on ${title} say first?`,
      answer: first,
    }),
  };
}

/** The sentence with a figure in it, if the page has one: textbooks calculate in their examples. */
function exampleOf(page: Page, otherwise: string): string {
  return page.sentences.find((sentence) => /\d/.test(sentence)) ?? otherwise;
}
