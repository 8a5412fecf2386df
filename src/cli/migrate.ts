import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
export const migrate: Command = { name: 'migrate', summary: 'x', operands: '', options: {}, maxOperands: 1, examples: [], async run() { return exitCodes.ok; } };
