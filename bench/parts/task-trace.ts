import type { Browser } from 'playwright-core';
import { z } from 'zod';

const task = z.object({ name: z.string(), ph: z.literal('X'), pid: z.number(), tid: z.number(), tdur: z.number() });
const named = z.object({
  name: z.literal('thread_name'),
  pid: z.number(),
  tid: z.number(),
  args: z.object({ name: z.string() }),
});
const taskName = 'ThreadControllerImpl::RunTask';
const mainThread = 'CrRendererMain';

/**
 * Runs something while the browser notes its tasks. Returns the longest one on the main thread of the page, in milliseconds of
 * CPU time: what others on the same core take does not count.
 */
export async function longestTaskMs<Result>(
  browser: Browser,
  run: () => Promise<Result>,
): Promise<readonly [longestMs: number, Result]> {
  const session = await browser.newBrowserCDPSession();
  const events: unknown[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const { promise: complete, resolve } = Promise.withResolvers<void>();
  session.on('Tracing.tracingComplete', () => resolve());
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  const result = await run();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return [longestOf(events), result];
}

/** Of the page that had most to do: others of the browser's are idle. */
function longestOf(events: readonly unknown[]): number {
  const names = events.flatMap((event) => named.safeParse(event).data ?? []);
  const keyOf = ({ pid, tid }: { pid: number; tid: number }) => `${pid} ${tid}`;
  const mains = new Set(names.filter(({ args }) => args.name === mainThread).map(keyOf));
  const tasks = events.flatMap((event) => task.safeParse(event).data ?? []);
  const ofMains = tasks.filter((each) => each.name === taskName && mains.has(keyOf(each)));
  const byThread = [...Map.groupBy(ofMains, keyOf).values()].map((each) => each.map(({ tdur }) => tdur / 1000));
  const total = (each: readonly number[]) => each.reduce((sum, ms) => sum + ms, 0);
  const busiest = byThread.toSorted((a, b) => total(b) - total(a))[0] ?? [];
  if (busiest.length === 0) throw new Error('The browser noted no task of the page');
  return Math.max(...busiest);
}
