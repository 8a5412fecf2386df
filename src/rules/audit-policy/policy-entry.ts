import type { AuditLevel } from './audit-level.ts';
import type { Spared, Stage } from './requests.ts';
import type { Selector } from './selector.ts';

/** One of `rules` of a policy. */
export interface PolicyEntry {
  readonly level: AuditLevel;
  readonly selector: Selector;
  /** The stages that they look at. */
  readonly stages: ReadonlySet<Stage>;
  /** What they do not look at. */
  readonly spared: ReadonlySet<Spared>;
  /** The names of Falco's rules it is for. */
  readonly rules: ReadonlySet<string>;
  /** The names of those that it serves, too, and that would do with less. */
  readonly lesserRules: ReadonlySet<string>;
  /** Resources without a known API group it is for. */
  readonly strangers: ReadonlySet<string>;
  /** Whether it is there to keep secrets out of what the entries after it tell. */
  readonly isShield: boolean;
}
