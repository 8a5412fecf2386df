import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { freePort, isListening, makeCertificate, Program, temporaryFolder, until } from '#outputs/testing/programs.ts';

const keptMail = z.object({
  from: z.string(),
  to: z.array(z.string()),
  /** The port of the client, and so the connection. */
  peer: z.number(),
  tls: z.boolean(),
  login: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  /** The length of the longest. */
  lines: z.number(),
  text: z.string(),
  html: z.string().nullable(),
});
export type KeptMail = z.output<typeof keptMail>;

/** A mail server that keeps what it gets, as Python's reader of mails understands it. */
export class SmtpServer implements AsyncDisposable {
  readonly starttls: string;
  readonly implicit: string;
  readonly plain: string;
  readonly certfile: string;
  readonly #python: string;
  readonly #folder: string;
  readonly #parameters: readonly string[];
  #program: Program | undefined;

  private constructor(python: string, folder: string, ports: readonly number[], files: readonly [string, string]) {
    const [starttls, implicit, plain] = ports.map((port) => `localhost:${port}`);
    [this.starttls, this.implicit, this.plain] = [starttls ?? '', implicit ?? '', plain ?? ''];
    this.certfile = files[0];
    this.#python = python;
    this.#folder = folder;
    this.#parameters = [this.#file, ...ports.map(String), ...files];
  }

  static async create(python: string): Promise<SmtpServer> {
    const folder = temporaryFolder();
    const { certfile, keyfile } = await makeCertificate(folder);
    const ports = [await freePort(), await freePort(), await freePort()];
    const server = new SmtpServer(python, folder, ports, [certfile, keyfile]);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#program = new Program(this.#python, path.join(import.meta.dirname, 'smtp-server.py'), ...this.#parameters);
    const ports = this.#parameters.slice(1, 4).map(Number);
    await until(async () => (await Promise.all(ports.map(isListening))).every(Boolean), 'the mail server');
  }

  /** With SIGKILL. */
  async kill(): Promise<void> {
    await this.#program?.end();
  }

  get #file(): string {
    return path.join(this.#folder, 'mails');
  }

  mails(): readonly KeptMail[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => keptMail.parse(JSON.parse(line)));
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
