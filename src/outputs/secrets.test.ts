import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DeliveryError } from './errors.ts';
import type { ConnectContext, HttpRequest, HttpTransport } from './output.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { exampleOutputs, type ExampleOutput } from './testing/examples.ts';
import { optionRows, valueAt } from './testing/option-rows.ts';
import { isHttpRequest, revealedText, wireText } from './testing/wire-text.ts';

const examples = exampleOutputs().map((example) => [`${example.output.id}, ${example.name}`, example] as const);

/** The secrets of an example, and the word that every example has for a password in other places. */
function secretsOf({ output, options }: ExampleOutput): string[] {
  const values = optionRows(output.options)
    .filter(({ isSecret }) => isSecret)
    .map(({ path }) => valueAt(options, path));
  return [...values.filter((value) => typeof value === 'string'), 'swordfish'];
}

describe.for(examples)('%s', ([, example]) => {
  const secrets = secretsOf(example);

  it('shows no secret in what it would send', () => {
    const encoded = example.configured.encode([testAlert]);
    const shown = [wireText(encoded), JSON.stringify(encoded)].join('\n');
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('sends each secret it was given', () => {
    const encoded = example.configured.encode([testAlert]);
    if (!isHttpRequest(encoded)) return;
    const sent = revealedText(encoded);
    for (const secret of secrets.slice(0, -1)) expect(sent).toContain(secret);
  });

  it('shows no secret when it refuses its options', () => {
    for (const { path, isSecret } of optionRows(example.output.options)) {
      if (!isSecret || path.length > 1) continue;
      const wrong = { ...Object(example.options), [path[0] ?? '']: ['swordfish'] };
      const error = failureOf(() => example.output.configure(wrong, installation));
      expect(error).toBeInstanceOf(z.ZodError);
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('swordfish');
    }
  });

  it.for(['', '{}', 'not JSON', '{"ok":false,"description":"no"}', '{"errors":true,"items":[]}'])(
    'shows no secret when it is answered %j',
    async (text) => {
      if (example.output.transport !== 'http') return;
      for (const error of await failuresWith(example, text)) {
        const shown = [String(error), JSON.stringify(error), error instanceof Error ? error.stack : ''].join(' ');
        for (const secret of secrets) expect(shown).not.toContain(secret);
      }
    },
  );
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Answered 200, and refused with that text. */
async function failuresWith({ configured }: ExampleOutput, text: string): Promise<unknown[]> {
  const answering: HttpTransport = { send: async () => ({ status: 200, headers: {}, text }) };
  const refusing: HttpTransport = {
    send: async (request: HttpRequest) => {
      throw new DeliveryError(`${String(request.url)} refused`, { status: 400, answer: text });
    },
  };
  const failures = [answering, refusing].map(async (http) => {
    try {
      const connection = await configured.connect(context(http));
      await connection.deliver([testAlert], AbortSignal.timeout(10_000));
    } catch (error) {
      return error;
    }
    return undefined;
  });
  return Promise.all(failures);
}

function context(http: HttpTransport): ConnectContext {
  return {
    http,
    httpWith: () => http,
    tls: {},
    stdout: process.stdout,
    signal: AbortSignal.timeout(10_000),
    lost: () => {},
  };
}
