/** A version as Falco compares them: of the same major number, and not older. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The engine whose rules are understood here: that of Falco 0.44. */
export const engineVersion: Version = { major: 0, minor: 63, patch: 0 };

/** Reads `1.2.3`; what follows does not matter to Falco. */
export function parseVersion(text: string): Version | undefined {
  const found = /^\s*\+?(\d+)\.\s*\+?(\d+)\.\s*\+?(\d+)/.exec(text);
  if (found === null) return undefined;
  return { major: Number(found[1]), minor: Number(found[2]), patch: Number(found[3]) };
}

export function isCompatible(available: Version, required: Version): boolean {
  return available.major === required.major && !isOlder(available, required);
}

export function isOlder(version: Version, than: Version): boolean {
  if (version.major !== than.major) return version.major < than.major;
  return version.minor !== than.minor ? version.minor < than.minor : version.patch < than.patch;
}

export function versionText({ major, minor, patch }: Version): string {
  return `${major}.${minor}.${patch}`;
}
