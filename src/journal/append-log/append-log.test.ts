import { expect, it } from 'vitest';
import { SimulatedDisk, type DiskOperation } from '../testing/simulated-disk.ts';
import { AppendLog, type AppendLogLimits } from './append-log.ts';
import type { LogFolder } from './log-folder.ts';

/** Room for three frames of 300 bytes in a file. */
const limits = { segmentBytes: 1024, maxFree: 1 };
const thereIs = () => true;
const thereIsNot = () => false;

/** A log whose disk may fail. */
function setUp(disk = new SimulatedDisk(), changed: Partial<AppendLogLimits> = {}) {
  const log = new AppendLog(disk, { ...limits, ...changed });
  const write = async (firstSeq: number, count = 1, length = 300) => {
    await log.write(Buffer.alloc(length, firstSeq), firstSeq, count);
    await settled();
  };
  return { disk, log, write };
}

/** What is prepared behind the writes is there. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function recoverFrom(disk: SimulatedDisk, after: number) {
  const { frames, lost, unfinished } = new AppendLog(disk, limits).recover(after);
  return {
    seqs: frames.flatMap(({ firstSeq, count }) => Array.from({ length: count }, (_, index) => firstSeq + index)),
    lost,
    unfinished,
  };
}

const whole = (seqs: readonly number[]) => ({ seqs, lost: 0, unfinished: 0 });

it('keeps what it was given, in order, through a power cut', async () => {
  const { disk, log, write } = setUp();
  for (const seq of [1, 3, 5, 7, 9]) await write(seq, 2);
  await log.close();
  const after = disk.afterPowerCut(thereIsNot);
  expect(recoverFrom(after, 0)).toEqual(whole([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  expect(recoverFrom(after, 6)).toEqual(whole([7, 8, 9, 10]));
  expect(recoverFrom(after, 10)).toEqual(whole([]));
});

it('keeps what it put into a file whose maker was killed before the name was on the disk', async () => {
  const { disk } = setUp(new SimulatedDisk({ pass: () => new Promise(() => {}) }));
  void disk.create('00000001-0123456789abcdef.log', 1024);
  const second = disk.afterKill(thereIs);
  const { log, write } = setUp(second);
  log.recover(0);
  log.release(Infinity);
  await write(1);
  expect(recoverFrom(second.afterPowerCut(thereIsNot), 0)).toEqual(whole([1]));
});

it('gives a frame that is only partly stored', async () => {
  const { disk, write } = setUp();
  await write(1, 4);
  expect(recoverFrom(disk, 2)).toEqual(whole([1, 2, 3, 4]));
});

it('prepares the next file behind the writes, and leaves the first for it', async () => {
  const { disk, write } = setUp();
  await write(1);
  expect(disk.names()).toHaveLength(2);
  expect(
    disk
      .names()
      .map((name) => disk.read(name).length)
      .toSorted((a, b) => a - b),
  ).toEqual([300, 1024]);
  await write(2);
  expect(disk.names().map((name) => disk.read(name).length)).toContain(1024);
});

it('fills a file, goes on to the next, and uses again what is released', async () => {
  const { disk, log, write } = setUp();
  for (let seq = 1; seq <= 100; seq++) {
    await write(seq);
    if (log.isWaiting) log.release(seq - 1);
  }
  expect(disk.names().length).toBeLessThan(5);
  expect(recoverFrom(disk.afterPowerCut(thereIs), 99)).toEqual(whole([100]));
});

it('holds every file until all in it is stored elsewhere', async () => {
  const { disk, log, write } = setUp();
  for (let seq = 1; seq <= 9; seq++) await write(seq);
  log.release(2);
  log.release(5);
  expect(recoverFrom(disk.afterPowerCut(thereIs), 0).seqs).toEqual(expect.arrayContaining([6, 7, 8, 9]));
  log.release(9);
  expect(log.isWaiting).toBe(false);
});

it('still has what was released lately, for a database that loses it again', async () => {
  const { disk, log, write } = setUp();
  for (let seq = 1; seq <= 4; seq++) await write(seq);
  log.release(4);
  await settled();
  expect(recoverFrom(disk.afterKill(thereIs), 0)).toEqual(whole([1, 2, 3, 4]));
});

it('puts what is larger than a file into one of its own', async () => {
  const { disk, write } = setUp();
  await write(1);
  await write(2, 5, 5000);
  await write(7);
  expect(recoverFrom(disk.afterPowerCut(thereIsNot), 0)).toEqual(whole([1, 2, 3, 4, 5, 6, 7]));
});

it('goes to another file after a failure, and stores nothing twice', async () => {
  let failures = 0;
  const pass = async ({ kind }: DiskOperation) => {
    if (kind === 'write' && failures > 0) throw new Error(`EIO, ${failures--} more`);
  };
  const { disk, write } = setUp(new SimulatedDisk({ pass }));
  await write(1);
  failures = 2;
  await expect(write(2)).rejects.toThrow('EIO');
  await expect(write(2)).rejects.toThrow('EIO');
  await write(2);
  await write(3);
  for (const isThere of [thereIs, thereIsNot])
    expect(recoverFrom(disk.afterPowerCut(isThere), 0)).toEqual(whole([1, 2, 3]));
});

it('goes on without preparing files when the disk takes no more', async () => {
  let isFull = false;
  const pass = async ({ kind }: DiskOperation) => {
    if (kind === 'create' && isFull) throw new Error('ENOSPC');
  };
  const { disk, write } = setUp(new SimulatedDisk({ pass }));
  await write(1);
  await write(2);
  isFull = true;
  for (const seq of [3, 4, 5, 6, 7]) await write(seq);
  await expect(write(8)).rejects.toThrow('ENOSPC');
  isFull = false;
  await write(8);
  expect(recoverFrom(disk.afterPowerCut(thereIsNot), 0)).toEqual(whole([1, 2, 3, 4, 5, 6, 7, 8]));
});

it('lives with files that can be neither opened nor removed', async () => {
  const first = setUp();
  for (const seq of [1, 2, 3, 4, 5, 6]) await first.write(seq);
  let isBroken = true;
  const pass = async ({ kind }: DiskOperation) => {
    if (kind === 'open' && isBroken) throw new Error('EIO');
  };
  const disk = first.disk.afterPowerCut(thereIsNot, { pass });
  disk.remove = () => {
    throw new Error('EROFS');
  };
  const { log, write } = setUp(disk);
  expect(log.recover(6).frames).toEqual([]);
  log.release(Infinity);
  await expect(write(7)).rejects.toThrow('EIO');
  isBroken = false;
  await write(7);
  expect(recoverFrom(disk, 6)).toEqual(whole([7]));
});

it('goes on after a restart where it stood, over the remains of before', async () => {
  let { disk, log, write } = setUp();
  for (let life = 0, seq = 0; life < 20; life++) {
    for (const _ of 'abcde') await write(++seq, 1, 200 + ((seq * 37) % 150));
    await log.close();
    expect(recoverFrom(disk, seq - 5)).toEqual(whole([4, 3, 2, 1, 0].map((back) => seq - back)));
    ({ disk, log, write } = setUp(disk.afterPowerCut(thereIs)));
    expect(log.recover(seq - 5).frames).toHaveLength(5);
    log.release(Infinity);
  }
});

it('counts what was lost to damage, and what nobody was told of', async () => {
  const { disk, write } = setUp();
  for (const seq of [1, 4, 7]) await write(seq, 3);
  const damaged = (seq: number) => {
    const copy = disk.afterPowerCut(thereIsNot);
    const [name = ''] = copy.names().filter((each) => copy.read(each).includes(Buffer.alloc(9, seq)));
    const at = copy.read(name).indexOf(Buffer.alloc(9, seq));
    return copy.open(name).then(async (file) => {
      await file.write(Buffer.from([0xff]), at);
      return copy;
    });
  };
  expect(recoverFrom(await damaged(4), 0)).toEqual({ seqs: [1, 2, 3, 7, 8, 9], lost: 3, unfinished: 0 });
  expect(recoverFrom(await damaged(4), 5)).toEqual({ seqs: [7, 8, 9], lost: 1, unfinished: 0 });
  expect(recoverFrom(await damaged(7), 0)).toEqual({ seqs: [1, 2, 3, 4, 5, 6], lost: 0, unfinished: 3 });
});

it('leaves alone what is not its own', async () => {
  const disk = new SimulatedDisk();
  await disk.create('lost+found', 10);
  const { log, write } = setUp(disk);
  expect(log.recover(0).frames).toEqual([]);
  log.release(Infinity);
  await write(1);
  expect(disk.names()).toContain('lost+found');
});

it('starts in spite of a file that cannot be read, and leaves it as it is', () => {
  const name = '00000007-0123456789abcdef.log';
  const folder: LogFolder = {
    names: () => [name],
    read: () => {
      throw new Error('EIO: i/o error, read');
    },
    syncNames: () => {},
    open: () => Promise.reject(new Error('not to be opened')),
    create: () => Promise.reject(new Error('not to be made')),
    remove: () => expect.unreachable(),
  };
  const log = new AppendLog(folder);
  expect(log.recover(0)).toEqual({ frames: [], lost: 0, unfinished: 0, unreadable: [`${name}: EIO: i/o error, read`] });
  log.release(Infinity);
});
