import { z } from 'zod';

const cpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.int()).default([]),
    }),
  ),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
});

/** Time spent in a function itself. */
export interface SelfTime {
  readonly functionName: string;
  /** Of the nearest file: what is built into V8 counts for whoever calls it. `''` for what has no caller in JavaScript. */
  readonly url: string;
  readonly microseconds: number;
}

/** @param answer to `Profiler.stop`: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#method-stop */
export function readProfile(answer: unknown): SelfTime[] {
  const { nodes, samples, timeDeltas } = z.object({ profile: cpuProfile }).parse(answer).profile;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children }) => children.map((child) => [child, id] as const)));
  const times = new Map<number, number>();
  samples.forEach((id, index) => times.set(id, (times.get(id) ?? 0) + (timeDeltas[index] ?? 0)));

  const urlOf = (id: number | undefined): string => {
    const node = id === undefined ? undefined : byId.get(id);
    if (!node || isPseudo(node.callFrame.functionName)) return '';
    return node.callFrame.url === '' ? urlOf(parents.get(node.id)) : node.callFrame.url;
  };
  return [...times].map(([id, microseconds]) => ({
    functionName: byId.get(id)?.callFrame.functionName ?? '',
    url: urlOf(id),
    microseconds,
  }));
}

/** `(root)`, `(idle)`, `(program)`, `(garbage collector)`. */
export function isPseudo(functionName: string): boolean {
  return functionName.startsWith('(') && functionName.endsWith(')') && !functionName.startsWith('(anonymous');
}
