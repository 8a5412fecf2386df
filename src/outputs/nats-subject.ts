import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';

/** A server reads at most 4096 bytes before the payload, which is room for the subject and a little more. */
const maxSlugLength = 1000;

/** A subject with `<priority>` and `<rule>` in it, as Falcosidekick has it. */
export function subjectTemplate() {
  return z
    .string()
    .transform((text) => text || defaultTemplate)
    .refine(isSubject, 'It must be words with dots in between, without spaces, "*" and ">", such as falco.<priority>.')
    .prefault(defaultTemplate)
    .meta({
      description:
        'The subject; `<priority>` and `<rule>` stand for those of the alert, in lower case with `_` for all else.',
    });
}

const defaultTemplate = 'falco.<priority>.<rule>';

function isSubject(template: string): boolean {
  const subject = template.replaceAll('<priority>', 'p').replaceAll('<rule>', 'r');
  return subject.length <= maxSlugLength && /^[^\s.*>]+(?:\.[^\s.*>]+)*$/.test(subject);
}

/** The subject of an alert. Whatever the rule is called, it is one word of a subject. */
export function natsSubject(template: string, { priority, rule }: Pick<Alert, 'priority' | 'rule'>): string {
  const slug = rule
    .toLowerCase()
    .slice(0, maxSlugLength)
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  return template.replaceAll('<priority>', priority.toLowerCase()).replaceAll('<rule>', slug || '_');
}
