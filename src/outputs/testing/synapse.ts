import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, Program, until } from './programs.ts';

export interface Homeserver {
  readonly url: string;
  readonly program: Program;
}

/** A homeserver that lets anybody register, and takes five messages at once, then one in ten seconds. */
export async function startHomeserver(python: string, folder: string): Promise<Homeserver> {
  const port = await freePort();
  const file = path.join(folder, 'homeserver.yaml');
  writeFileSync(file, configuration(port, folder));
  await promisify(execFile)(python, ['-m', 'synapse.app.homeserver', '-c', file, '--generate-keys']);
  const program = new Program(python, '-m', 'synapse.app.homeserver', '-c', file);
  const url = `http://127.0.0.1:${port}`;
  await until(() => isHealthy(url), 'Synapse');
  return { url, program };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}

/** JSON is YAML. */
function configuration(port: number, folder: string): string {
  return JSON.stringify({
    server_name: 'localhost',
    listeners: [{ port, type: 'http', bind_addresses: ['127.0.0.1'], resources: [{ names: ['client'] }] }],
    database: { name: 'sqlite3', args: { database: path.join(folder, 'homeserver.db') } },
    media_store_path: path.join(folder, 'media'),
    signing_key_path: path.join(folder, 'signing.key'),
    macaroon_secret_key: 'secret',
    report_stats: false,
    trusted_key_servers: [],
    enable_registration: true,
    enable_registration_without_verification: true,
    rc_message: { per_second: 0.1, burst_count: 5 },
  });
}
