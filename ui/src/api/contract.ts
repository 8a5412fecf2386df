/** What the server's API asks for and answers, in its own words. Types only: nothing of the server is in the bundle. */
export type { AlertDetail, AlertsPage, Entry, FalcoAlert, Fate } from '#api/contract/alerts.ts';
export type { ApiError, Role } from '#api/contract/common.ts';
export type {
  Attention,
  Dimension,
  Facets,
  Histogram,
  Overview,
  Ranked,
  Rules,
  Senders,
} from '#api/contract/counts.ts';
export type { Changed, Group, GroupDetail, GroupEvent, GroupState, Groups, Resolution } from '#api/contract/groups.ts';
export type {
  DeadLetter,
  DeadLetterReasons,
  DeadLetters,
  Output,
  OutputDetail,
  OutputType,
  OutputTypes,
  Outputs,
  Preview,
  TestResult,
} from '#api/contract/outputs.ts';
export type { RuleTest } from '#api/contract/rules.ts';
export type { ApiToken, Audit, Session, User } from '#api/contract/session.ts';
export type { Navigation, Settings, View } from '#api/contract/settings.ts';
