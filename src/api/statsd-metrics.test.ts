import { expect, it } from 'vitest';
import { IngestCounts } from '#sources/ingest-counts.ts';
import { changedAlert } from '#alert/alert.ts';
import { alertFrom, falcosidekickTestInput } from '#outputs/testing/alerts.ts';
import { countedSince, datagramsOf, statsdCounts, statsdLine } from './statsd-metrics.ts';

const alert = alertFrom(falcosidekickTestInput);
const form = { namespace: 'falcosidekick.', tags: ['cluster:eu-1'] };

function someCounts(): IngestCounts {
  const counts = new IngestCounts({ fields: [], maxSeries: 10 });
  counts.accept(1);
  counts.refuse('method');
  counts.refuse('syntax');
  counts.refuse('invalid');
  counts.refuse('size');
  counts.keep([alert, changedAlert(alert, { rule: 'other' }), changedAlert(alert, { priority: 'Critical' })]);
  return counts;
}

it('are those of Falcosidekick, by their names', () => {
  const lines = statsdCounts({ counts: someCounts(), health: () => [] }).map((count) =>
    statsdLine(count, { kind: 'dogstatsd', ...form }),
  );
  expect(lines).toEqual([
    'falcosidekick.total:5|c|#cluster:eu-1',
    'falcosidekick.inputs.requests.accepted:1|c|#cluster:eu-1',
    'falcosidekick.inputs.requests.rejected:1|c|#cluster:eu-1,error:nobody',
    'falcosidekick.inputs.requests.rejected:2|c|#cluster:eu-1,error:invalidjson',
    'falcosidekick.inputs.requests.rejected:1|c|#cluster:eu-1,error:size',
    'falcosidekick.falco.accepted:2|c|#cluster:eu-1,priority:Debug',
    'falcosidekick.falco.accepted:1|c|#cluster:eu-1,priority:Critical',
  ]);
});

it('have tags in their names for StatsD, which knows only those of the operator', () => {
  const count = { name: 'outputs', tags: [['output', 'slack'] as const, ['status', 'ok'] as const], value: 3 };
  expect(statsdLine(count, { kind: 'statsd', namespace: '', tags: [] })).toBe('outputs.slack.ok:3|c');
  expect(statsdLine(count, { kind: 'statsd', ...form })).toBe('falcosidekick.outputs.slack.ok:3|c|#cluster:eu-1');
});

it('are told of by what they grew, and from nothing again after they began anew', () => {
  const at = (value: number, name = 'total') => ({ name, tags: [], value });
  expect(countedSince([], [at(3)])).toEqual([at(3)]);
  expect(countedSince([at(3)], [at(5), at(0, 'other')])).toEqual([at(2)]);
  expect(countedSince([at(5)], [at(5)])).toEqual([]);
  expect(countedSince([at(5)], [at(1)])).toEqual([at(1)]);
});

it('share datagrams, as far as they fit', () => {
  expect(datagramsOf(['aa', 'bb', 'cc', 'ddddddd'], 5)).toEqual(['aa\nbb', 'cc', 'ddddddd']);
  expect(datagramsOf([], 5)).toEqual([]);
});
