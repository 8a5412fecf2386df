import { demoAlert, seededRandom } from '#app/demo-alerts.ts';

/** Posts made-up alerts as Falco would, one after the other. */
export async function postAlerts(url: string, count: number, seed = 3): Promise<void> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) await postAlert(url, demoAlert(random, Date.now()));
}

export async function postAlert(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  if (!response.ok) throw new Error(`The alert was not taken: ${response.status} ${await response.text()}`);
}
