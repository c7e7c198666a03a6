export interface VectorDocument {
  id: string;
  content: string;
  metadata: Record<string, unknown>;
}

/** The vector store: what was indexed, found again by likeness (contract 9). */
export interface VectorStore {
  add(document: VectorDocument): Promise<void>;
  /** The best matches among the documents of a student, best first; scores from 0 to 1. */
  search(studentId: string, text: string, count: number): Promise<(VectorDocument & { score: number })[]>;
  isAvailable(): Promise<boolean>;
}

/** A store in memory. Likeness is the cosine of the words that two texts share. */
export function createVectorStore(): VectorStore {
  const stored: { document: VectorDocument; vector: Vector }[] = [];
  return {
    add(document) {
      stored.push({ document, vector: embed(document.content) });
      return Promise.resolve();
    },
    search(studentId, text, count) {
      const wanted = embed(text);
      const found = stored
        .filter(({ document }) => document.metadata['student_id'] === studentId)
        .map(({ document, vector }) => ({ ...document, score: cosine(wanted, vector) }))
        .sort((a, b) => b.score - a.score);
      return Promise.resolve(found.slice(0, count));
    },
    isAvailable: () => Promise.resolve(true),
  };
}

type Vector = ReadonlyMap<string, number>;

function embed(text: string): Vector {
  const vector = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) vector.set(word, (vector.get(word) ?? 0) + 1);
  return vector;
}

function cosine(a: Vector, b: Vector): number {
  const product = [...a].reduce((sum, [word, count]) => sum + count * (b.get(word) ?? 0), 0);
  return product === 0 ? 0 : Math.min(1, product / (length(a) * length(b)));
}

function length(vector: Vector): number {
  return Math.sqrt([...vector.values()].reduce((sum, count) => sum + count * count, 0));
}
