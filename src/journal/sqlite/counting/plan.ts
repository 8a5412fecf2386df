import { evaluate, requiredTerms } from '#query/evaluate.ts';
import type { Query } from '#query/query.ts';
import { termOf, type SearchTerms } from '../search-terms.ts';
import type { KnownLabel, KnownLabels } from './known-labels.ts';
import { labelSubject } from './subjects.ts';

/** What a query is for each label: found for all its alerts, for none (in neither set), or for some. */
export interface Plan {
  readonly query: Query;
  /** Finds all alerts. */
  readonly isEverything: boolean;
  readonly decided: ReadonlySet<number>;
  readonly undecided: ReadonlySet<number>;
  /** Terms that an undecided alert must have. */
  readonly terms: SearchTerms;
}

interface KeptPlan extends Plan {
  readonly decided: Set<number>;
  readonly undecided: Set<number>;
  evaluatedTo: number;
}

const maxKept = 32;

/** Plans queries, and remembers the last ones: a console asks the same about histogram, facets and list. */
export class Plans {
  readonly #kept = new Map<string, KeptPlan>();

  plan(query: Query, labels: KnownLabels): Plan {
    const key = JSON.stringify(query);
    const known = this.#kept.get(key);
    const plan = known && known.evaluatedTo <= labels.last ? known : emptyPlan(query);
    this.#kept.delete(key);
    this.#kept.set(key, plan);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    if (plan.isEverything || plan.evaluatedTo === labels.last) return plan;
    for (const label of labels.all()) if (label.id > plan.evaluatedTo) decide(plan, label);
    plan.evaluatedTo = labels.last;
    return plan;
  }
}

function decide(plan: KeptPlan, label: KnownLabel): void {
  const holds = evaluate(plan.query, labelSubject(label));
  if (holds === true) plan.decided.add(label.id);
  else if (holds === undefined) plan.undecided.add(label.id);
}

function emptyPlan(query: Query): KeptPlan {
  return {
    query,
    isEverything: query.kind === 'everything',
    decided: new Set(),
    undecided: new Set(),
    terms: requiredTerms(query)
      .map(termOf)
      .filter(({ words }) => words.length > 0),
    evaluatedTo: 0,
  };
}
