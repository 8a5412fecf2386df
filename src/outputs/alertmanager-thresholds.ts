import { z } from 'zod';
import { isAtLeast, parsePriority, priorities, type Priority } from '#alert/priority.ts';

/** Falco's counters of dropped system calls become coarse labels, since every new value would be an alert of its own. */
export interface Threshold {
  readonly value: bigint;
  /** What an alert is raised to where a counter is above the value. */
  readonly priority: Priority | undefined;
}

export interface DropSettings {
  /** Highest first. */
  readonly dropeventthresholds: readonly Threshold[];
  /** For counters that are above none of them. */
  readonly dropeventdefaultpriority: Priority | undefined;
}

/**
 * What Falcosidekick gives as its default, with `:` in places where its own parser wants `,`: so that it has always worked
 * as one threshold that raises nothing. Who has it in a configuration has relied on that.
 */
const brokenDefault = '10000:critical:1000:critical:100:critical:10:warning:1:warning';
/** The same effect, said plainly. */
const plainDefault = '10000';

const separators = /,|(?<=[a-z]):(?=\d)/i;
const threshold = /^(\d+)(?::([a-z]*))?$/i;

/** `10000:critical, 1000:warning`: numbers, each with the priority that is due above it, or with none. */
export function thresholds(description: string) {
  return z
    .string()
    .transform((text, context): readonly Threshold[] => {
      const compact = text.replaceAll(/\s/g, '');
      const items = (compact === brokenDefault ? plainDefault : compact)
        .split(separators)
        .filter((item) => item !== '');
      const read = items.map(parseThreshold);
      const wrong = items.find((_, index) => read[index] === undefined);
      if (wrong !== undefined) {
        context.addIssue(
          `"${wrong}" must be a number and a priority, such as 1000:critical; priorities are ${priorities.join(', ')}.`,
        );
        return z.NEVER;
      }
      return read.filter((item) => item !== undefined).toSorted((a, b) => (a.value > b.value ? -1 : 1));
    })
    .prefault(plainDefault)
    .meta({ description });
}

function parseThreshold(item: string): Threshold | undefined {
  const [, value, name = ''] = threshold.exec(item) ?? [];
  const priority = parsePriority(name);
  if (value === undefined || (name !== '' && priority === undefined)) return undefined;
  return { value: BigInt(value), priority };
}

/** What Go's `ParseInt` accepts. */
const integer = /^[+-]?\d+$/;
const maxInteger = 2n ** 63n - 1n;

/** The label that stands for a counter, and the priority that an alert with it has at least. `undefined`: no counter. */
export function dropLabel(text: string, settings: DropSettings): { label: string; priority?: Priority } | undefined {
  if (!integer.test(text) || text.length > 64) return undefined;
  const count = BigInt(text);
  if (count > maxInteger || count < -maxInteger - 1n) return undefined;
  if (count === 0n) return { label: '0', priority: 'Warning' };
  const passed = settings.dropeventthresholds.find(({ value }) => count > value);
  const priority = passed ? passed.priority : settings.dropeventdefaultpriority;
  return { label: passed ? `>${passed.value}` : text, ...(priority && { priority }) };
}

export function moreUrgent(one: Priority, other: Priority | undefined): Priority {
  return other && isAtLeast(other, one) ? other : one;
}
