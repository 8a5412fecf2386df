import type { Browser, Request } from 'playwright-core';

/** What a page of the console asks its API for, once. */
export interface PageRequest {
  /** `/facets` */
  readonly name: string;
  readonly url: string;
  /** Of the answer's body. */
  readonly bytes: number;
}

const api = '/api/v1';
/** Events come as long as the page is open. */
const stream = '/alerts/live';
const quietMs = 1500;

/** Opens a page as somebody would who comes at that moment, and lists the requests it makes until it is quiet. */
export async function pageRequests(browser: Browser, url: string, atMs: number): Promise<readonly PageRequest[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.clock.setFixedTime(atMs);
    const finished: Request[] = [];
    const underWay = new Set<Request>();
    let lastAtMs = performance.now();
    page.on('request', (request) => {
      lastAtMs = performance.now();
      if (nameOf(request) !== stream) underWay.add(request);
    });
    page.on('requestfinished', (request) => {
      lastAtMs = performance.now();
      if (underWay.delete(request) && new URL(request.url()).pathname.startsWith(api)) finished.push(request);
    });
    page.on('requestfailed', (request) => underWay.delete(request));
    await page.goto(url);
    while (underWay.size > 0 || performance.now() - lastAtMs < quietMs) await page.waitForTimeout(100);
    return await Promise.all(finished.map(described));
  } finally {
    await context.close();
  }
}

async function described(request: Request): Promise<PageRequest> {
  const response = await request.response();
  if (response?.status() !== 200)
    throw new Error(`${request.url()} was answered ${response?.status() ?? 'not at all'}`);
  return { name: nameOf(request), url: request.url(), bytes: (await response.body()).length };
}

function nameOf(request: Request): string {
  return new URL(request.url()).pathname.slice(api.length);
}
