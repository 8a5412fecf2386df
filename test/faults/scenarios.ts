import type { Scenario } from './scenario.ts';
import { badAnswers } from './process/bad-answers.ts';
import { clockJump } from './process/clock-jump.ts';
import { memoryLimit } from './process/memory-limit.ts';
import { outage } from './process/outage.ts';
import { reloadUnderLoad } from './process/reload-under-load.ts';
import { slowOutput } from './process/slow-output.ts';
import { stopUnderLoad } from './process/stop-under-load.ts';
import { damage } from './storage/damage.ts';
import { diskFull } from './storage/disk-full.ts';
import { killNine } from './storage/kill-nine.ts';
import { upgrade } from './storage/upgrade.ts';
import { writeErrors } from './storage/write-errors.ts';

/** All of them, in the order of the test plan. */
export const scenarios: readonly Scenario[] = [
  killNine,
  writeErrors,
  diskFull,
  outage,
  slowOutput,
  badAnswers,
  damage,
  clockJump,
  memoryLimit,
  reloadUnderLoad,
  stopUnderLoad,
  upgrade,
];
