import { alertKind, groupIdOf, tagsOf, type AlertKind } from '#alert/alert-kind.ts';
import type { Alert } from '#alert/alert.ts';
import type { Subject } from '#query/evaluate.ts';
import { isNamedField, textsOf } from './sqlite/counting/subjects.ts';
import { matches, termOf } from './sqlite/search-terms.ts';

/** Asks a query of an alert at hand, with the same answer as the journal's. */
export function askedAlert(alert: Alert): Subject {
  return new AskedAlert(alert);
}

class AskedAlert implements Subject {
  readonly #alert: Alert;
  #kind: AlertKind | undefined;

  constructor(alert: Alert) {
    this.#alert = alert;
  }

  values(field: string): readonly string[] {
    const alert = this.#alert;
    if (!isNamedField(field)) {
      return Object.hasOwn(alert.outputFields, field) ? textsOf(alert.outputFields[field]) : [];
    }
    switch (field) {
      case 'priority':
      case 'rule':
      case 'source':
      case 'hostname':
      case 'output':
      case 'uuid':
      case 'time':
        return [alert[field]];
      case 'tag':
        return tagsOf(this.#kindOf());
      case 'group':
        return [groupIdOf({ rule: alert.rule, ...this.#kindOf() })];
      case 'namespace':
      case 'cluster':
      case 'workload':
      case 'process':
      case 'user':
        return [this.#kindOf()[field]];
    }
  }

  contains(text: string): boolean {
    const term = termOf(text);
    return term.words.length === 0 || matches(this.#alert.json, [term]);
  }

  #kindOf(): AlertKind {
    return (this.#kind ??= alertKind(this.#alert.json));
  }
}
