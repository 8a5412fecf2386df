import { closeSync, openSync } from 'node:fs';

/**
 * SIGHUP means "read the configuration again", and also comes when a terminal is closed. Whether the terminal that a program
 * was started in is gone tells the two apart.
 */
export function isTerminalGone(startedInTerminal: boolean): boolean {
  if (!startedInTerminal) return false;
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return false;
  } catch {
    return true;
  }
}
