/** The load generator, in a process of its own on its own core. Argument: settings as JSON, see `load/settings.ts`. */
import { closedLoop } from '../load/closed-loop.ts';
import { openLoop } from '../load/open-loop.ts';
import { loadSettings } from '../load/settings.ts';

const settings = loadSettings.parse(JSON.parse(process.argv[2] ?? '{}'));
const report = await (settings.mode === 'open' ? openLoop(settings) : closedLoop(settings));
console.log(JSON.stringify(report));
