/** The floor of durability: 4 KiB overwrites of a preallocated file, each followed by fdatasync. Arguments: folder, count. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

const [folder = '.', count = '2000'] = process.argv.slice(2);
const file = path.join(folder, 'fdatasync.bin');
const block = Buffer.alloc(4096, 7);
const handle = openSync(file, 'w');
for (let index = 0; index < 256; index++) writeSync(handle, block);
fdatasyncSync(handle);

const latenciesMs: number[] = [];
for (let index = 0; index < Number(count); index++) {
  const startedAt = performance.now();
  writeSync(handle, block, 0, block.length, (index % 256) * block.length);
  fdatasyncSync(handle);
  latenciesMs.push(performance.now() - startedAt);
}
closeSync(handle);
rmSync(file);
latenciesMs.sort((a, b) => a - b);
const at = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? NaN;
console.log(JSON.stringify({ p50Ms: at(0.5), p99Ms: at(0.99) }));
