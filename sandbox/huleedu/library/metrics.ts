type Labels = Readonly<Record<string, string>>;

interface Family {
  type: 'counter' | 'gauge' | 'summary';
  help: string;
  values: Map<string, number>;
}

/** Figures of one service, as Prometheus reads them. A family has no series before its first figure. */
export class Metrics {
  readonly #families = new Map<string, Family>();

  declare(type: Family['type'], name: string, help: string): void {
    this.#families.set(name, { type, help, values: new Map() });
  }

  add(name: string, amount = 1, labels: Labels = {}): void {
    this.#count(name, written(labels), amount);
  }

  /** Into a summary: how many there were, and how much together. */
  observe(name: string, value: number, labels: Labels): void {
    this.#count(name, `_sum${written(labels)}`, value);
    this.#count(name, `_count${written(labels)}`, 1);
  }

  set(name: string, value: number): void {
    this.#families.get(name)?.values.set('', value);
  }

  #count(name: string, key: string, amount: number): void {
    const values = this.#families.get(name)?.values;
    values?.set(key, (values.get(key) ?? 0) + amount);
  }

  /** Prometheus' text format 0.0.4. */
  render(): string {
    const lines = [...this.#families].flatMap(([name, { type, help, values }]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...[...values].map(([labels, value]) => `${name}${labels} ${String(value)}`),
    ]);
    return `${lines.join('\n')}\n`;
  }
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
