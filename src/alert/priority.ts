/** Falco's priorities, most urgent first, written as Falcosidekick writes them. */
export const priorities = [
  'Emergency',
  'Alert',
  'Critical',
  'Error',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
] as const;

export type Priority = (typeof priorities)[number];

const byName: ReadonlyMap<string, Priority> = new Map([
  ...priorities.map((priority) => [priority.toLowerCase(), priority] as const),
  ['info', 'Informational'],
]);

/** Reads a priority in any case; `info` is `Informational`. `undefined` for any other text. */
export function parsePriority(text: string): Priority | undefined {
  return byName.get(text.toLowerCase());
}

/** Falcosidekick's number of a priority: 8 for Emergency down to 1 for Debug. */
export function priorityNumber(priority: Priority): number {
  return priorities.length - priorities.indexOf(priority);
}

export function isAtLeast(priority: Priority, minimum: Priority): boolean {
  return priorities.indexOf(priority) <= priorities.indexOf(minimum);
}
