import { STATUS_CODES } from 'node:http';
import { posix } from 'node:path';
import { answer, errorText, type Handler } from './answer.ts';

/** Handlers by exact path. One that ends with a slash serves what is below it as well: that of `/`, every other path. */
export type Handlers = Readonly<Record<string, Handler>>;

/**
 * Finds the handler as Go's `ServeMux` does for Falcosidekick's patterns: a path that is not clean (`//ping`, `/a/../ping`)
 * is redirected to the clean one; without a handler of `/`, unknown paths are answered by Go's 404.
 * See https://pkg.go.dev/net/http#ServeMux.
 */
export function createMux(handlers: Handlers): Handler {
  const byPath = new Map(Object.entries(handlers));
  const fallback = byPath.get('/') ?? notFound;
  const folders = Object.entries(handlers).filter(([path]) => path !== '/' && path.endsWith('/'));
  const below = (path: string) => folders.find(([folder]) => path.startsWith(folder))?.[1];

  return (request, response) => {
    const target = request.url ?? '/';
    const exact = byPath.get(target);
    if (exact) return exact(request, response);

    const { path, query } = split(target);
    const clean = cleanPath(path);
    if (clean !== path) return redirect(`${clean}${query}`)(request, response);
    const wanted = decoded(path);
    return (byPath.get(wanted) ?? below(wanted) ?? fallback)(request, response);
  };
}

const notFound: Handler = (request, response) => answer(request, response, errorText(404, '404 page not found'));

/** 301 as with Go up to 1.25, with its body for GET. A client that follows it repeats a POST as GET, which is refused. */
function redirect(location: string): Handler {
  return (request, response) => {
    const target = location.replace(/[^\x21-\x7e]/g, encodeURIComponent);
    const isGet = request.method === 'GET';
    const hasType = isGet || request.method === 'HEAD';
    answer(request, response, {
      status: 301,
      headers: { ...(hasType && { 'Content-Type': 'text/html; charset=utf-8' }), Location: target },
      body: isGet ? `<a href="${escapeHtml(target)}">${STATUS_CODES[301]}</a>.\n\n` : '',
    });
  };
}

/** A target may be a whole URL, as a proxy's client sends it. */
function split(target: string): { path: string; query: string } {
  const local = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '');
  const at = local.indexOf('?');
  return at < 0 ? { path: local, query: '' } : { path: local.slice(0, at), query: local.slice(at) };
}

function cleanPath(path: string): string {
  return posix.normalize(path.startsWith('/') ? path : `/${path}`);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => htmlEscapes[character] ?? character);
}
