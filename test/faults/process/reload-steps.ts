import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { until, type Program } from '../program.ts';
import type { Stage } from './stage.ts';
import type { WireServer } from './wire-server.ts';

/** The ways in which the configuration changes, in turn. */
export const stepNames = ['add', 'change', 'rotate', 'break', 'remove', 'half'] as const;

export type StepName = (typeof stepNames)[number];

export interface StepSurroundings {
  /** By output, the head of the last request that came. */
  readonly heads: ReadonlyMap<string, string>;
  readonly random: () => number;
}

const inForce = 'The new configuration is in force';
const refused = 'The new configuration is refused';
/** Between the two halves of a file: shorter than the quiet time that is waited for after a change. */
const betweenHalvesMs = 20;

/** Changes the configuration of a running Tiercel, and sees to it that each change has its effect. */
export class ReloadSteps {
  readonly program: Program;
  /** The outputs that are there throughout, if not unchanged. */
  readonly constant = ['steady', 'changing', 'secretive'];
  readonly #server: WireServer;
  readonly #surroundings: StepSurroundings;
  readonly #secretFile: string;
  /** What the program itself needs to stand in the file. */
  readonly #preamble: string;
  #hasExtra = false;
  #version = 0;

  private constructor(program: Program, server: WireServer, secretFile: string, surroundings: StepSurroundings) {
    this.program = program;
    this.#server = server;
    this.#secretFile = secretFile;
    this.#surroundings = surroundings;
    this.#preamble = readFileSync(program.file, 'utf8');
    this.#replace(this.#text());
  }

  static async on(stage: Stage, server: WireServer, surroundings: StepSurroundings): Promise<ReloadSteps> {
    const secretFile = path.join(stage.folder, 'secret');
    writeFileSync(secretFile, 'secret-0\n');
    return new ReloadSteps(await stage.program('log: { level: info }\n'), server, secretFile, surroundings);
  }

  /** Returns what went wrong. */
  async take(name: StepName, number: number): Promise<readonly string[]> {
    const steps: Readonly<Record<StepName, () => Promise<void>>> = {
      add: async () => this.#apply({ hasExtra: true }),
      change: async () => this.#change(number),
      rotate: async () => this.#rotate(number),
      break: async () => this.#break(),
      remove: async () => this.#apply({ hasExtra: false }),
      half: async () => this.#half(),
    };
    try {
      await steps[name]();
      return [];
    } catch (error) {
      return [`reload ${number} (${name}): ${error instanceof Error ? error.message : String(error)}`];
    }
  }

  async #apply({ hasExtra = this.#hasExtra, version = this.#version }): Promise<void> {
    this.#hasExtra = hasExtra;
    this.#version = version;
    this.#replace(this.#text());
    await this.#hangUp(inForce);
  }

  async #change(number: number): Promise<void> {
    await this.#apply({ version: number });
    await this.#seen('changing', `X-Version: ${number}`);
  }

  /** Nobody says that the file changed. */
  async #rotate(number: number): Promise<void> {
    const secret = `secret-${number}`;
    writeFileSync(`${this.#secretFile}.new`, `${secret}\n`);
    renameSync(`${this.#secretFile}.new`, this.#secretFile);
    await this.#seen('secretive', `X-Token: ${secret}`);
  }

  /** A line at fault is named; the outputs go on as they were. */
  async #break(): Promise<void> {
    const good = this.#text();
    this.#replace(good.replace('name: changing, type: webhook, address', 'name: changing, type: webhook, adress'));
    const line = good.slice(0, good.indexOf('name: changing')).split('\n').length;
    await this.#hangUp(refused);
    const place = `${path.basename(this.program.file)}:${line}`;
    if (!this.program.log.includes(place)) {
      throw new Error(`the refusal does not name ${place}: ${this.program.log.slice(-500)}`);
    }
    await this.#apply({});
  }

  /** As a slow editor writes: the first half may even be a valid configuration with fewer outputs. */
  async #half(): Promise<void> {
    const text = this.#text();
    const cut = Math.floor(this.#preamble.length + this.#surroundings.random() * (text.length - this.#preamble.length));
    this.program.log = '';
    writeFileSync(this.program.file, text.slice(0, cut));
    process.kill(this.program.pid, 'SIGHUP');
    await setTimeout(betweenHalvesMs);
    writeFileSync(this.program.file, text);
    await this.#hangUp(inForce);
  }

  async #hangUp(message: string): Promise<void> {
    this.program.log = '';
    process.kill(this.program.pid, 'SIGHUP');
    await until(() => this.program.log.includes(message), `the log to say "${message}"`);
  }

  /** Takes that a request with that header arrives, and so that alerts come at all. */
  async #seen(output: string, header: string): Promise<void> {
    const isSeen = () => this.#surroundings.heads.get(output)?.includes(`${header}\r\n`) === true;
    await until(isSeen, `a request to "${output}" with the header "${header}"`);
  }

  #replace(text: string): void {
    writeFileSync(`${this.program.file}.new`, text);
    renameSync(`${this.program.file}.new`, this.program.file);
  }

  #text(): string {
    const address = (name: string) => `address: '${this.#server.urlOf(name)}'`;
    const extra = this.#hasExtra ? `  - { name: extra, type: webhook, ${address('extra')} }\n` : '';
    return `${this.#preamble}outputs:
  - { name: steady, type: webhook, ${address('steady')} }
${extra}  - { name: changing, type: webhook, ${address('changing')}, customheaders: { X-Version: '${this.#version}' } }
  - { name: secretive, type: webhook, ${address('secretive')}, customheaders: { X-Token: { file: ${this.#secretFile} }, X-Last: end } }
`;
  }
}
