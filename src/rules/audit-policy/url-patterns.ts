/** Paths below which the resources are: `/api/v1/pods`, `/apis/apps/v1/deployments`. */
const resourceRoots: readonly string[] = ['api', 'apis'];

/** A path of a resource has at least so many parts. */
const fewestParts = 3;

/**
 * The patterns of `nonResourceURLs` that let all pass that has one of these URIs, or begins with one. `undefined` where that may be
 * the URI of a resource, too, which such patterns leave out.
 */
export function urlPatterns(uris: readonly string[], isPrefix: boolean): ReadonlySet<string> | undefined {
  const patterns = new Set<string>();
  for (const uri of uris) {
    const pattern = patternOf(uri, isPrefix);
    if (pattern === undefined) return undefined;
    patterns.add(pattern);
  }
  return patterns;
}

/** Whether a policy can name it, as it stands in a URI. Policies look at paths that are decoded, without what is behind `?`. */
export function isPath(text: string): boolean {
  return /^\/[^/%*?][^%*?]*$/.test(text) && text.isWellFormed();
}

function patternOf(uri: string, isPrefix: boolean): string | undefined {
  const [path = ''] = uri.split('?', 1);
  if (!isPath(path)) return undefined;
  const isWhole = !isPrefix || path !== uri;
  const parts = path.slice(1).split('/');
  if (isWhole) return mayBeResource(parts) ? undefined : path;
  return mayBecomeResource(parts) ? undefined : `${path}*`;
}

function mayBeResource(parts: readonly string[]): boolean {
  return resourceRoots.includes(parts[0] ?? '') && parts.length >= fewestParts;
}

function mayBecomeResource([first = '', ...others]: readonly string[]): boolean {
  return resourceRoots.some((root) => (others.length > 0 ? root === first : root.startsWith(first)));
}
