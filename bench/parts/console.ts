import { freePort } from './free-port.ts';
import { startTiercel, type Program, type Tiercel, type TiercelSettings } from './tiercel.ts';

export interface RunningConsole extends Tiercel {
  /** Of the console's page; its API is below. */
  readonly consoleUrl: string;
}

/** Tiercel with its console, which lets in whoever reaches it. */
export async function startConsole(program: Program, settings: TiercelSettings = {}): Promise<RunningConsole> {
  const consolePort = await freePort();
  const tiercel = await startTiercel(program, { ...settings, consolePort });
  return { ...tiercel, consoleUrl: `http://127.0.0.1:${consolePort}/` };
}
