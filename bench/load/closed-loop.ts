import { Connection } from './connection.ts';
import { freshRequests, preparedRequests } from './requests.ts';
import type { LoadReport, LoadSettings } from './settings.ts';
import { Tally } from './tally.ts';

/** Every connection posts as soon as it was answered. */
export async function closedLoop(settings: LoadSettings): Promise<LoadReport> {
  const { url, connections, seconds, alerts, isFresh, body } = settings;
  const target = new URL(url);
  const prepared = isFresh ? [] : preparedRequests(target, connections, body);
  const fresh = freshRequests(target);
  const ended = Promise.withResolvers<void>();
  const maxAlerts = alerts ?? Infinity;
  let posted = 0;
  let open = connections;
  let tally = new Tally();

  const lanes = Array.from({ length: connections }, (_, index) => {
    const requests = prepared[index] ?? fresh;
    let bodyLength = 0;
    let postedAtMs = 0;
    const post = () => {
      if (tally.elapsedMs >= seconds * 1000 || posted >= maxAlerts) {
        if (--open === 0) ended.resolve();
        return;
      }
      posted++;
      const request = requests.next();
      bodyLength = request.bodyLength;
      postedAtMs = performance.now();
      connection.post(request.bytes);
    };
    const connection = new Connection(target, (status) => {
      tally.count(status, bodyLength, performance.now() - postedAtMs);
      post();
    });
    return { connection, post };
  });
  await Promise.all(lanes.map(({ connection }) => connection.open()));

  tally = new Tally();
  for (const { post } of lanes) post();
  await ended.promise;
  const report = tally.report();
  for (const { connection } of lanes) connection.close();
  return report;
}
