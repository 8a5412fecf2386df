import { atMost, type Measure } from '../harness/measure.ts';
import { milliseconds } from '../harness/units.ts';
import { latency } from '../parts/load.ts';
import { outputVariables } from '../parts/outputs.ts';
import { startSink } from '../parts/sink.ts';
import { startTiercel } from '../parts/tiercel.ts';

const rate = 500;

export const fanOutAck: Measure = {
  goal: 'G4',
  name: 'ack p99 with one of five outputs silent: ours ÷ peer',
  about: '500 alerts a second in an open loop over 64 connections, outputs as before.',
  needsPeer: true,
  async run(context) {
    const { peer, sizes } = context;
    if (!peer?.isStarted) throw new Error('The peer must be started with outputs: use --peer-command');
    const settings = { rate, seconds: sizes.seconds };
    const runs = await context.inPairs(async () => {
      await using sink = await startSink();
      await sink.set('/slack', 'silent');
      const environment = outputVariables(sink.url);
      const measured = { theirs: NaN, ours: NaN };
      {
        await using other = await peer.start(environment);
        measured.theirs = (await latency(other.url, settings)).p99Ms;
      }
      await using tiercel = await startTiercel(context.program, { configuration: '', environment });
      measured.ours = (await latency(tiercel.url, settings)).p99Ms;
      return measured;
    });
    return [
      {
        name: this.name,
        ours: runs.map(({ ours }) => ours),
        against: runs.map(({ theirs }) => theirs),
        unit: milliseconds,
        target: atMost(1 / 50),
      },
    ];
  },
};
