import { check } from './check.ts';
import type { Command } from './command.ts';
import { deadLetters } from './dead-letters.ts';
import { explain } from './explain.ts';
import { falcoConfig } from './falco-config.ts';
import { health } from './health.ts';
import { kubeAudit } from './kube-audit.ts';
import { migrate } from './migrate.ts';
import { outputs } from './outputs.ts';
import { rules } from './rules/rules.ts';
import { schema } from './schema.ts';
import { send } from './send.ts';
import { serve } from './serve.ts';
import { tail } from './tail.ts';
import { users } from './users.ts';
import { version } from './version.ts';

/** In the order in which help lists them. */
export const commands: readonly Command[] = [
  serve,
  check,
  send,
  tail,
  explain,
  deadLetters,
  outputs,
  users,
  rules,
  kubeAudit,
  falcoConfig,
  migrate,
  health,
  schema,
  version,
];
