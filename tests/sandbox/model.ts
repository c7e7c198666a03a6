import { createRequire } from 'node:module';
import path from 'node:path';

import { test as base } from '@playwright/test';
import OpenAI from 'openai';
import sharp from 'sharp';

import { RuleBook, startModel } from '../../sandbox/model/server.ts';

export { expect } from '@playwright/test';

export const apiKey = 'sandbox-model-key';

/** The ways in which the backend asks (contract section e). */
export interface Ask {
  /** P1 */
  ocr(png: Buffer): Promise<string>;
  /** P2 */
  summary(page: string): Promise<string>;
  /** P3: open subtopics as [title, key], and this page's summary. */
  boundary(open: [string, string][], summary: string, page?: number): Promise<BoundaryContent>;
  /** P4 */
  facts(page: string): Promise<Record<string, unknown[] | null | undefined>>;
  /** P5 */
  description(prompt: string): Promise<string>;
  /** P6 to P8 */
  tutor(user: object): Promise<Record<string, unknown>>;
}

export interface BoundaryContent {
  decision: string;
  continue_score: number;
  new_score: number;
  continue_subtopic_key: string | null;
  new_subtopic_key: string | null;
  new_subtopic_title: string | null;
}

/** Content of the first choice of a completion. */
export async function complete(
  client: OpenAI,
  body: Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'model'>,
): Promise<string> {
  const completion = await client.chat.completions.create({ model: 'gpt-4o-mini', ...body });
  return completion.choices[0]?.message.content ?? '';
}

export function messages(user: string): OpenAI.ChatCompletionMessageParam[] {
  return [
    { role: 'system', content: 'Answer as asked; a JSON object where one is wanted.' },
    { role: 'user', content: user },
  ];
}

/** max_tokens and temperature by which the purposes are told apart. */
const figures = {
  ocr: { max_tokens: 4096 },
  summary: { max_tokens: 200, temperature: 0.3 },
  boundary: { max_tokens: 300, temperature: 0.2 },
  facts: { max_tokens: 500, temperature: 0.3 },
  description: { max_tokens: 400, temperature: 0.4 },
  tutor: { max_tokens: 500, temperature: 0.7 },
};

export function askThrough(client: OpenAI): Ask {
  const json = { response_format: { type: 'json_object' } } as const;
  return {
    ocr(png) {
      const url = `data:image/png;base64,${png.toString('base64')}`;
      const content = [
        { type: 'text', text: 'Extract all text.' } as const,
        { type: 'image_url', image_url: { url } } as const,
      ];
      return complete(client, { ...figures.ocr, messages: [{ role: 'user', content }] });
    },
    summary: (page) => complete(client, { ...figures.summary, messages: messages(page) }),
    async boundary(open, summary, page = 2) {
      const lines = open.flatMap(([title, key]) => [`- ${title} (${key})`, '  Pages 1-1: 2 objectives, 1 examples']);
      const prompt = [
        `Current Page: ${String(page)}`,
        'Topic: Mathematics (mathematics-grade-8)',
        ...lines,
        '',
        'Page 1: Before',
        'text',
        '',
        'Current Page Summary:',
        summary,
      ];
      const content = await complete(client, {
        ...figures.boundary,
        ...json,
        messages: messages(prompt.join('\n')),
      });
      return JSON.parse(content) as BoundaryContent;
    },
    async facts(page) {
      const prompt = `Subtopic: Any\nGrade: 8\nSubject: Mathematics\n\nPage Text:\n${page}`;
      const content = await complete(client, {
        ...figures.facts,
        ...json,
        messages: messages(prompt),
      });
      return JSON.parse(content) as Record<string, unknown[]>;
    },
    description: (prompt) => complete(client, { ...figures.description, messages: messages(prompt) }),
    async tutor(user) {
      const content = await complete(client, {
        ...figures.tutor,
        ...json,
        messages: messages(JSON.stringify(user)),
      });
      return JSON.parse(content) as Record<string, unknown>;
    },
  };
}

/** A white page with this text, drawn with a font from npm so that it looks the same on any machine. */
export async function drawPage(text: string): Promise<Buffer> {
  const fonts = path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));
  const fontfile = path.join(fonts, 'ttf', 'DejaVuSans.ttf');
  const drawn = await sharp({ text: { text, fontfile, font: 'DejaVu Sans 24', rgba: true, width: 720 } })
    .png()
    .toBuffer();
  const page = { width: 800, height: 600, channels: 3, background: 'white' } as const;
  return sharp({ create: page })
    .composite([{ input: drawn, left: 40, top: 40 }])
    .png()
    .toBuffer();
}

interface Endpoint {
  url: string;
  rules: RuleBook;
}

interface WorkerFixtures {
  /** The model's mode and seed. */
  mode: 'scripted' | 'varied';
  seed: number;
  endpoint: Endpoint;
}

/** A model endpoint per worker and ways to ask it. */
export const test = base.extend<{ client: OpenAI; ask: Ask }, WorkerFixtures>({
  mode: ['scripted', { option: true, scope: 'worker' }],
  seed: [0, { option: true, scope: 'worker' }],
  endpoint: [
    async ({ mode, seed }, use) => {
      const rules = new RuleBook();
      const model = await startModel({ host: '127.0.0.1', port: 0, apiKey, mode, seed, rules });
      await use({ url: model.url, rules });
      await model.close();
    },
    { scope: 'worker' },
  ],
  client: async ({ endpoint }, use) => {
    await use(new OpenAI({ baseURL: endpoint.url, apiKey, maxRetries: 0 }));
  },
  ask: async ({ client }, use) => {
    await use(askThrough(client));
  },
});
