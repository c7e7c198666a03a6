type Labels = Readonly<Record<string, string>>;

interface Family {
  type: 'counter' | 'gauge';
  help: string;
  values: Map<string, number>;
}

/** Figures of one service, as Prometheus reads them. A family without labels is there from the beginning. */
export class Metrics {
  readonly #families = new Map<string, Family>();

  declare(type: Family['type'], name: string, help: string, initial?: number): void {
    this.#families.set(name, { type, help, values: new Map(initial === undefined ? [] : [['', initial]]) });
  }

  add(name: string, amount = 1, labels: Labels = {}): void {
    const values = this.#families.get(name)?.values;
    const key = written(labels);
    values?.set(key, (values.get(key) ?? 0) + amount);
  }

  set(name: string, value: number): void {
    this.#families.get(name)?.values.set('', value);
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
