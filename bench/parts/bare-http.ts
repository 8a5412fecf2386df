import path from 'node:path';
import { freePort } from './free-port.ts';
import { cores, start } from './processes.ts';
import { subjectOf, type Subject } from './subject.ts';

/** The ceiling: `node:http` alone. */
export async function startBareHttp(): Promise<Subject> {
  const port = await freePort();
  const script = path.join(import.meta.dirname, '../limits/bare-http.ts');
  const child = start({ core: cores.subject, words: [process.execPath, script, String(port)] });
  return subjectOf(child, `http://127.0.0.1:${port}/`);
}
