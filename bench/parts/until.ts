import type { ChildProcess } from 'node:child_process';

/** Asks again and again until a condition holds. @throws Error that names what was waited for */
export async function until(condition: () => Promise<boolean> | boolean, what: string, maxSeconds = 60): Promise<void> {
  const deadline = performance.now() + maxSeconds * 1000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${maxSeconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until a server answers at all. @throws Error if it ends instead */
export async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  await until(async () => {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The server ended with ${child.exitCode ?? child.signalCode} before it answered`);
    }
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    return response !== undefined;
  }, `an answer from ${url}`);
}
