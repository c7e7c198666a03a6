import { ModelError } from './errors.ts';

/** A chat completion request that this endpoint is able to answer. */
export interface ChatRequest {
  model: string;
  maxTokens: number | null;
  temperature: number | null;
  responseFormat: string | null;
  system: string;
  user: string;
  /** The messages of user and assistant, oldest first; the last one of the user asks for something. */
  turns: { role: string; text: string }[];
  image: Buffer | null;
}

type Fields = Record<string, unknown>;

/** Reads the body of POST /v1/chat/completions. Throws a ModelError (400) that names the parameter. */
export function readChatRequest(body: string): ChatRequest {
  const fields = parse(body);
  refuseUnsupported(fields);
  const { model, messages } = fields;
  if (typeof model !== 'string' || model === '') throw invalid('you must provide a model parameter', 'model');
  if (!Array.isArray(messages) || messages.length === 0)
    throw invalid('messages must be a list that is not empty', 'messages');
  const parts = messages.map((message, index) => readMessage(message, `messages.[${String(index)}]`));
  const responseFormat = readFormat(fields['response_format']);
  const textOf = (role: string): string =>
    parts
      .filter((part) => part.role === role)
      .map(({ text }) => text)
      .join('\n');
  const [system, user] = [textOf('system'), textOf('user')];
  // The provider's own rule: without the word a model tends to answer with endless white space.
  if (responseFormat === 'json_object' && !/json/i.test(system + user)) {
    throw invalid(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      'messages',
    );
  }
  return {
    model,
    maxTokens: readNumber(fields, 'max_tokens'),
    temperature: readNumber(fields, 'temperature'),
    responseFormat,
    system,
    user,
    turns: parts.filter(({ role }) => role !== 'system').map(({ role, text }) => ({ role, text })),
    image: parts.find(({ image }) => image !== null)?.image ?? null,
  };
}

function parse(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    if (isFields(value)) return value;
  } catch {
    // Answered below, as any other body that is no object.
  }
  throw invalid('We could not parse the JSON body of your request: it must be a JSON object.', 'body');
}

function refuseUnsupported(fields: Fields): void {
  if (fields['stream'] === true) throw invalid('Streaming is not supported by this endpoint', 'stream');
  const given = ['tools', 'tool_choice', 'functions', 'function_call'].find((name) => fields[name] != null);
  if (given !== undefined) throw invalid('Tools are not supported by this endpoint', given);
  if (fields['n'] != null && fields['n'] !== 1) throw invalid('Only one choice is supported by this endpoint', 'n');
}

function readMessage(message: unknown, at: string): { role: string; text: string; image: Buffer | null } {
  if (!isFields(message)) throw invalid(`${at} must be an object`, at);
  const { role, content } = message;
  if (typeof role !== 'string' || !['system', 'developer', 'user', 'assistant'].includes(role)) {
    throw invalid(`${at}.role must be system, user or assistant`, `${at}.role`);
  }
  const name = role === 'developer' ? 'system' : role;
  if (typeof content === 'string') return { role: name, text: content, image: null };
  if (!Array.isArray(content)) throw invalid(`${at}.content must be a string or a list of parts`, `${at}.content`);
  const parts = content.map((part, index) => readPart(part, `${at}.content.[${String(index)}]`));
  const text = parts.filter((part) => typeof part === 'string').join('\n');
  const images = parts.filter((part) => typeof part !== 'string');
  if (images.length > 1) throw invalid('Only one image is supported by this endpoint', `${at}.content`);
  return { role: name, text, image: images[0] ?? null };
}

function readPart(part: unknown, at: string): string | Buffer {
  if (!isFields(part)) throw invalid(`${at} must be an object`, at);
  const { type, text, image_url: image } = part;
  if (type === 'text' && typeof text === 'string') return text;
  const url = isFields(image) ? image['url'] : undefined;
  if (type !== 'image_url' || typeof url !== 'string') throw invalid(`${at} must be a text or an image_url part`, at);
  const head = /^data:image\/(?:png|jpeg|webp|gif);base64,/.exec(url)?.[0];
  if (head === undefined)
    throw invalid('Only data:image/…;base64 URLs are supported by this endpoint', `${at}.image_url.url`);
  return Buffer.from(url.slice(head.length), 'base64');
}

function readFormat(value: unknown): string | null {
  if (value == null) return null;
  const type = isFields(value) ? value['type'] : undefined;
  if (type !== 'text' && type !== 'json_object') {
    throw invalid("response_format.type must be 'text' or 'json_object'", 'response_format.type');
  }
  return type;
}

function readNumber(fields: Fields, name: string): number | null {
  const value = fields[name];
  if (value == null) return null;
  if (typeof value !== 'number') throw invalid(`${name} must be a number`, name);
  return value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string, param: string): ModelError {
  return new ModelError(400, message, { param });
}
