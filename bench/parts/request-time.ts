import type { PageRequest } from './page-requests.ts';

/** How everything is, is kept for some seconds on the server; who looks more seldom waits until it is found out. */
const ofCondition = new Set(['/overview', '/navigation']);
const forgottenMs = 5100;
const samples = 15;
const slowSamples = 2;

/** Milliseconds from asking to the last byte, several times, each as for somebody who was not there before. */
export async function requestTimes({ name, url }: PageRequest): Promise<readonly number[]> {
  const times: number[] = [];
  const isSlow = ofCondition.has(name);
  for (let turn = 0; turn < (isSlow ? slowSamples : samples); turn++) {
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, forgottenMs));
    times.push(await requestTime(url));
  }
  return times;
}

/** @throws Error for any answer but 200 */
export async function requestTime(url: string): Promise<number> {
  const startedAtMs = performance.now();
  const response = await fetch(url);
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${url} was answered ${response.status}`);
  return performance.now() - startedAtMs;
}
