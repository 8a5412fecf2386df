import type { Command } from './command.ts';

/** A command that is loaded once it is wanted: most need what serving alerts does not, and loading that takes time. */
export interface CommandListing {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** In the order in which help lists them. */
export const commandListings: readonly CommandListing[] = [
  { name: 'serve', load: async () => (await import('./serve.ts')).serve },
  { name: 'check', load: async () => (await import('./check.ts')).check },
  { name: 'send', load: async () => (await import('./send.ts')).send },
  { name: 'tail', load: async () => (await import('./tail.ts')).tail },
  { name: 'explain', load: async () => (await import('./explain.ts')).explain },
  { name: 'dead-letters', load: async () => (await import('./dead-letters.ts')).deadLetters },
  { name: 'outputs', load: async () => (await import('./outputs.ts')).outputs },
  { name: 'users', load: async () => (await import('./users.ts')).users },
  { name: 'rules', load: async () => (await import('./rules/rules.ts')).rules },
  { name: 'kube-audit', load: async () => (await import('./kube-audit.ts')).kubeAudit },
  { name: 'falco-config', load: async () => (await import('./falco-config.ts')).falcoConfig },
  { name: 'migrate', load: async () => (await import('./migrate.ts')).migrate },
  { name: 'health', load: async () => (await import('./health.ts')).health },
  { name: 'schema', load: async () => (await import('./schema.ts')).schema },
  { name: 'version', load: async () => (await import('./version.ts')).version },
];

export function allCommands(): Promise<readonly Command[]> {
  return Promise.all(commandListings.map(({ load }) => load()));
}
