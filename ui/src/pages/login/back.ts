/** Where to go after the login: a page of the console, never an address of somebody else's. */
export function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) && !back.startsWith('/login') ? back : '/';
}

/** `alert 0199d2c4`, for people; nothing where it is the front page. */
export function backLabel(back: string): string | undefined {
  const [, page = '', id] = /^\/([\w-]+)(?:\/([\w-]+))?/.exec(back) ?? [];
  if (page === '') return undefined;
  return id === undefined ? page.replaceAll('-', ' ') : `${page.replace(/s$/, '')} ${id.slice(0, 8)}`;
}
