import packageJson from '../../package.json' with { type: 'json' };

export function readVersion(): string {
  return packageJson.version;
}
