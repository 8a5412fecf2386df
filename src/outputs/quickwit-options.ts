import { z } from 'zod';
import type { RequestUrl } from '#kit/url.ts';
import { endpoint } from './endpoint.ts';
import { httpUrl } from './options.ts';

/** What an operator can set for `quickwit`. */
export const quickwitOptions = z.strictObject({
  hostport: httpUrl('The URL of Quickwit.'),
  apiendpoint: z.string().default('api/v1').describe('The path of the API.'),
  index: z.string().min(1).default('falco').describe('The index.'),
  version: z.string().min(1).default('0.7').describe('The version of the format in which the index is described.'),
  autocreateindex: z.boolean().default(false).describe('Creates the index unless it is there.'),
});

export type QuickwitOptions = z.output<typeof quickwitOptions>;

/** A path below that of the API. */
export function apiUrl({ hostport, apiendpoint }: QuickwitOptions, path: string): RequestUrl {
  return endpoint(hostport, `${apiendpoint.replace(/\/$/, '')}/${path}`);
}
