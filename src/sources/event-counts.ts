import type { RefusalReason } from '#rules/fields/split-events.ts';

/** What came of the events of each source of JSON, as plain numbers. */
export interface SourceCounts {
  /** Events that rules were evaluated on. */
  readonly events: number;
  /** Alerts that rules made of them. */
  readonly alerts: number;
  /** Items that were no events, by reason. */
  readonly refused: ReadonlyMap<RefusalReason, number>;
}

/** Counts by source, of which there are few. */
export class EventCounts {
  readonly #sources = new Map<string, SourceCounts>();

  get sources(): ReadonlyMap<string, SourceCounts> {
    return this.#sources;
  }

  add(source: string, events: number, alerts: number, refusals: readonly { readonly reason: RefusalReason }[]): void {
    const before = this.#sources.get(source);
    const refused = new Map(before?.refused);
    for (const { reason } of refusals) refused.set(reason, (refused.get(reason) ?? 0) + 1);
    this.#sources.set(source, {
      events: (before?.events ?? 0) + events,
      alerts: (before?.alerts ?? 0) + alerts,
      refused,
    });
  }
}
