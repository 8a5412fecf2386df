import { Secret } from '#kit/secret.ts';
import { url, type RequestUrl } from '#kit/url.ts';

/** The path that an operator configured below a base URL, slashes in it kept. A base that is secret stays so. */
export function endpoint(base: string | Secret, path: string): RequestUrl {
  return base instanceof Secret ? url`${new Secret(joined(base.reveal(), path))}` : url`${joined(base, path)}`;
}

function joined(base: string, path: string): string {
  return path === '' ? base : `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}
