import { testAlert } from '#outputs/testing/alerts.ts';
import { isHttpRequest } from '#outputs/testing/wire-text.ts';
import type { Output } from '#outputs/output.ts';

const installation = { customfields: [], templatedfields: [], outputs: [], consoleurl: undefined };

/** The examples of an output that go over HTTP/1.1: some outputs can be told to go another way, by gRPC or UDP. */
export function plainExamples(output: Output): readonly (readonly [name: string, options: object])[] {
  return Object.entries(output.examples)
    .map(([name, options]): [string, Record<string, unknown>] => [name, Object(options)])
    .filter(([, options]) => options['protocol'] !== 'grpc')
    .filter(([, options]) => isHttpRequest(output.configure(options, installation).encode([testAlert])));
}
