import { z } from 'zod';

export interface MailAddress {
  /** What mail readers show; often empty. */
  readonly name: string;
  readonly address: string;
}

export type MailAddresses = readonly [MailAddress, ...MailAddress[]];

/** Commas in quotes are part of a name. */
const separator = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;
// eslint-disable-next-line no-control-regex -- what would end a header or a command
const pattern = /^(?:"?([^"<>\u0000-\u001f\u007f]*?)"?\s*<([^\s<>,;"\u0000-\u001f]+)>|([^\s<>,;"\u0000-\u001f]+))$/;

/** `falco@example.com` or `Falco <falco@example.com>`. */
export function mailAddress(description: string) {
  return z
    .string()
    .transform((text, context): MailAddress => {
      const [first, ...others] = readAddresses(text) ?? [];
      if (first && others.length === 0) return first;
      context.addIssue('It must be an address, such as falco@example.com or Falco <falco@example.com>.');
      return z.NEVER;
    })
    .meta({ description });
}

/** Several of them, with commas between. */
export function mailAddresses(description: string) {
  return z
    .string()
    .transform((text, context): MailAddresses => {
      const [first, ...others] = readAddresses(text) ?? [];
      if (first) return [first, ...others];
      context.addIssue(
        'It must be addresses with commas between, such as ops@example.com, Security <sec@example.com>.',
      );
      return z.NEVER;
    })
    .meta({ description });
}

function readAddresses(text: string): readonly MailAddress[] | undefined {
  const parts = text.split(separator).map((part) => part.trim());
  const addresses = parts.flatMap((part) => {
    const match = pattern.exec(part);
    return match ? [{ name: match[1] ?? '', address: match[2] ?? match[3] ?? '' }] : [];
  });
  return addresses.length === parts.length ? addresses : undefined;
}
