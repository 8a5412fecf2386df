/** What the world outside knows: which alerts were posted, which were acknowledged, what arrived where. */
export class Oracle {
  readonly #issued = new Map<number, string>();
  readonly #acked = new Set<number>();
  readonly #delivered = new Map<string, Map<number, number>>();
  corrupted = 0;
  spurious = 0;

  issue(): { id: number; body: string } {
    const id = this.#issued.size + 1;
    const text = `alert ${id} ${'x'.repeat(id % 300)}`;
    this.#issued.set(id, text);
    const time = new Date(1_700_000_000_000 + id).toISOString();
    const alert = {
      output: text,
      priority: id % 10 === 0 ? 'Critical' : 'Notice',
      rule: `Rule ${id % 7}`,
      time,
      output_fields: { 'test.id': id, 'evt.time': 0 },
      hostname: `node-${id % 3}`,
    };
    return {
      id,
      body: JSON.stringify(alert).replace('"evt.time":0', `"evt.time":1507591916746${String(id).padStart(6, '0')}`),
    };
  }

  ack(id: number): void {
    this.#acked.add(id);
  }

  /** A request that arrived at a destination. */
  arrive(output: string, body: string): void {
    const alert: unknown = JSON.parse(body);
    const { output: text, id } = partsOf(alert);
    const issued = this.#issued.get(id);
    if (issued === undefined) this.spurious++;
    else if (issued !== text || !body.includes(`"evt.time":1507591916746${String(id).padStart(6, '0')}`))
      this.corrupted++;
    const counts = this.#delivered.get(output) ?? new Map<number, number>();
    counts.set(id, (counts.get(id) ?? 0) + 1);
    this.#delivered.set(output, counts);
  }

  get issued(): number {
    return this.#issued.size;
  }

  get acked(): number {
    return this.#acked.size;
  }

  /** Acknowledged, and not (yet) at that output. */
  missing(output: string): number[] {
    const delivered = this.#delivered.get(output);
    return [...this.#acked].filter((id) => !delivered?.has(id));
  }

  delivered(output: string): number {
    return this.#delivered.get(output)?.size ?? 0;
  }

  duplicates(output: string): number {
    return [...(this.#delivered.get(output)?.values() ?? [])].reduce((sum, count) => sum + count - 1, 0);
  }
}

function partsOf(alert: unknown): { output: string; id: number } {
  if (typeof alert !== 'object' || alert === null || !('output' in alert) || !('output_fields' in alert))
    return { output: '', id: -1 };
  const { output, output_fields: fields } = alert;
  const id = typeof fields === 'object' && fields !== null && 'test.id' in fields ? Number(fields['test.id']) : -1;
  return { output: String(output), id };
}
