import type { Draw } from '../model/draw.ts';
import type { OpenMatters } from '../fastapi/dialect.ts';
import { respelled, rewriting, type Rewrite } from '../fastapi/database-dialect.ts';
import { shuffled, withTiesShuffled, writeJson, type JsonStyle } from '../fastapi/json-style.ts';
import { isRecord } from '../fastapi/shape.ts';
import type { Wrap } from './backend.ts';
import type { ObjectStore } from './store/object-store.ts';

const formats = /^(Unsupported image format: .*\. Supported formats: )(.+)$/s;

/** Lists whose order this contract leaves open (a.2, a.3, a.5, a.7). */
export const openMatters: OpenMatters = {
  shortTimes: true,
  vary(path, body, draw) {
    if (Array.isArray(body))
      return path === '/admin/guidelines/books' ? shuffled(body as unknown[], draw) : (body as unknown);
    if (!isRecord(body)) return body;
    const { misconceptions_seen: seen, suggestions, subtopics, detail } = body;
    const [, beginning, list] = typeof detail === 'string' ? (formats.exec(detail) ?? []) : [];
    return {
      ...body,
      ...(Array.isArray(seen) && { misconceptions_seen: shuffled(seen, draw) }),
      ...(Array.isArray(suggestions) && { suggestions: shuffled(suggestions, draw) }),
      ...(path === '/curriculum' &&
        Array.isArray(subtopics) && { subtopics: withTiesShuffled(subtopics, subtopicOf, draw) }),
      ...(beginning !== undefined &&
        list !== undefined && { detail: beginning + shuffled(list.split(', '), draw).join(', ') }),
    };
  },
};

/** Subtopics stay ascending; those of one name have no order among them. */
const subtopicOf = (entry: unknown): unknown => (isRecord(entry) ? entry['subtopic'] : undefined);

/** Documents keep indent and escapes, which contract c lays down; texts in columns are the backend's own affair. */
const documentStyle: JsonStyle = { indent: 2, colon: ': ', ascii: true };

/** Puts JSON into objects and columns with its names in another order, and into columns in another spelling too. */
export function respelling(draw: Draw): Wrap {
  return (name, part) => {
    if (name === 'store') return respellDocuments(part as ObjectStore, draw) as typeof part;
    return name === 'database' ? rewriting(part, respellColumns(draw)) : part;
  };
}

function respellDocuments(store: ObjectStore, draw: Draw): ObjectStore {
  return {
    ...store,
    put(key, content, contentType) {
      if (contentType !== 'application/json') return store.put(key, content, contentType);
      return store.put(key, writeJson(JSON.parse(String(content)), { ...documentStyle, order: draw }), contentType);
    },
  };
}

/** All JSON that statements on columns with JSON bind. */
const respellColumns =
  (draw: Draw): Rewrite =>
  (text, values) => [text, /_json|source_pages/.test(text) ? values.map((each) => respelled(each, draw)) : values];
