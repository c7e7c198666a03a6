import type { FullConfig, Reporter, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadEnvironment } from '../../env/loader.ts';
import { createRedaction, type Redact } from '../http/redaction.ts';

type Attachment = TestResult['attachments'][number];

const isText = /^(text\/|application\/(json|.*\+json|xml)\b)/;

/** The same value with every text in it redacted; params of a step are plain data. */
function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactValue(item, redact)]));
}

/**
 * Blanks secrets in what Playwright hands to its reporters. It must come first: reporters share the objects, and
 * Playwright's own API steps hold headers and signed URLs, even of an error that the client caught. What a test prints
 * is blanked where it is stored; a reporter that echoes it to the terminal gets it as it is.
 */
export default class RedactionReporter implements Reporter {
  private readonly redact = createRedaction(loadEnvironment().secrets);
  private readonly done = new WeakSet<Attachment>();

  onConfigure(config: FullConfig): void {
    Object.assign(config.metadata, redactValue(config.metadata, this.redact));
  }

  onStepBegin(_test: TestCase, _result: TestResult, step: TestStep): void {
    const path = step.titlePath.bind(step);
    step.title = this.redact(step.title);
    step.titlePath = () => path().map(this.redact);
    if (step.subtitle !== undefined) step.subtitle = this.redact(step.subtitle);
    if (step.params) Object.assign(step.params, redactValue(step.params, this.redact));
  }

  onStepEnd(_test: TestCase, result: TestResult, step: TestStep): void {
    this.redactError(step.error);
    this.redactAttachments(result);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const error of result.errors) this.redactError(error);
    this.redactError(result.error);
    for (const annotation of [...result.annotations, ...test.annotations]) {
      if (annotation.description !== undefined) annotation.description = this.redact(annotation.description);
    }
    this.redactAttachments(result);
    for (const output of [result.stdout, result.stderr]) {
      output.splice(0, output.length, ...output.map((chunk) => this.redact(chunk.toString())));
    }
  }

  onError(error: TestError): void {
    this.redactError(error);
  }

  /** The terminal belongs to another reporter. */
  printsToStdio(): boolean {
    return false;
  }

  // Message, stack, snippet, causes, and whatever else a later Playwright adds.
  private redactError(error: TestError | undefined): void {
    if (error) Object.assign(error, redactValue(error, this.redact));
  }

  private redactAttachments({ attachments }: TestResult): void {
    for (const attachment of attachments) {
      if (this.done.has(attachment) || !isText.test(attachment.contentType)) continue;
      this.done.add(attachment);
      if (attachment.body) attachment.body = Buffer.from(this.redact(attachment.body.toString('utf8')));
      if (attachment.path) this.redactFile(attachment.path);
    }
  }

  // Playwright writes files of its own, such as the error context of a failed test.
  private redactFile(file: string): void {
    const text = readFileSync(file, 'utf8');
    const redacted = this.redact(text);
    if (redacted !== text) writeFileSync(file, redacted);
  }
}
