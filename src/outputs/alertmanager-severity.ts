import { z } from 'zod';
import { parsePriority, priorities, priorityNumber, type Priority } from '#alert/priority.ts';

/** The label `severity`, unless the operator has another for a priority. */
export const defaultSeverities: Readonly<Record<Priority, string>> = {
  Emergency: 'critical',
  Alert: 'critical',
  Critical: 'critical',
  Error: 'warning',
  Warning: 'warning',
  Notice: 'information',
  Informational: 'information',
  Debug: 'information',
};

/** An option: severities by priority, which goes by name or by number. */
export function severities(description: string) {
  return z
    .record(z.string(), z.string())
    .transform((map, context): Readonly<Partial<Record<Priority, string>>> => {
      const entries = Object.entries(map).map(([name, severity]) => [priorityOf(name), severity, name] as const);
      const wrong = entries.find(([found]) => found === undefined);
      if (!wrong) return Object.fromEntries(entries);
      context.addIssue(
        `"${wrong[2]}" must be one of ${priorities.join(', ')}, or a number from 1, Debug, to 8, Emergency.`,
      );
      return z.NEVER;
    })
    .prefault({})
    .meta({ description });
}

function priorityOf(name: string): Priority | undefined {
  const text = name.trim();
  return parsePriority(text) ?? priorities.find((candidate) => String(priorityNumber(candidate)) === text);
}
