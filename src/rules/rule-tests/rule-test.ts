/** A file of tests that stands beside the rules it tests: `k8s.test.yaml` beside `k8s.yaml`. */
export interface RuleTestFile {
  readonly name: string;
  /** Paths as they are written, relative to the file; none where the rules are those of the same name. */
  readonly rules: readonly string[];
  /** The source of the events, as rules have it: `k8s_audit` unless it says something else. */
  readonly source: string;
  /** Falco's `rule_matching`. */
  readonly matching: 'first' | 'all';
  readonly tests: readonly RuleTest[];
}

export interface RuleTest {
  readonly name: string;
  /** Where it begins, from 1. */
  readonly line: number;
  readonly event: TestedEvent;
  /** The alerts there have to be, and no others; none where the event is to pass without any. */
  readonly expected: readonly ExpectedAlert[];
}

/** The JSON of an event, or a path as it is written, relative to the file of the test. */
export type TestedEvent = { readonly json: string } | { readonly file: string };

export interface ExpectedAlert {
  readonly rule: string;
  /** Output fields of the alert by name; `null` for one the event does not have. */
  readonly fields: ReadonlyMap<string, ExpectedValue>;
}

/** The text of a value, or those of the values of a list. */
export type ExpectedValue = string | null | readonly string[];
