/**
 * The floor of durability: 4 KiB overwrites of a preallocated file, each followed by fdatasync. At an even pace like that of the
 * alerts they are compared with, since a disk that is left alone for a moment answers more slowly than a busy one; without a rate
 * one after the other. Arguments: folder, seconds, rate.
 */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

const [folder = '.', seconds = '5', rate] = process.argv.slice(2);
const file = path.join(folder, 'fdatasync.bin');
const block = Buffer.alloc(4096, 7);
const blocks = 256;
const handle = openSync(file, 'w');
for (let index = 0; index < blocks; index++) writeSync(handle, block);
fdatasyncSync(handle);

const asleep = new Int32Array(new SharedArrayBuffer(4));
const latenciesMs: number[] = [];
const startedAtMs = performance.now();
const endsAtMs = startedAtMs + Number(seconds) * 1000;
for (let index = 0; performance.now() < endsAtMs; index++) {
  const dueAtMs = rate === undefined ? 0 : startedAtMs + (index * 1000) / Number(rate);
  Atomics.wait(asleep, 0, 0, Math.max(0, dueAtMs - performance.now()));
  const begunAtMs = performance.now();
  writeSync(handle, block, 0, block.length, (index % blocks) * block.length);
  fdatasyncSync(handle);
  latenciesMs.push(performance.now() - begunAtMs);
}
closeSync(handle);
rmSync(file);
latenciesMs.sort((a, b) => a - b);
const at = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? NaN;
console.log(JSON.stringify({ p50Ms: at(0.5), p99Ms: at(0.99) }));
