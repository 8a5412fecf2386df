import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { alertmanager } from './alertmanager.ts';
import { labelName } from './alertmanager-alert.ts';
import { loki } from './loki.ts';
import type { Output } from './output.ts';
import { slack } from './slack.ts';
import { telegram } from './telegram.ts';
import { alertFrom, testAlert } from './testing/alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

/** What Falcosidekick's own tests expect of its payloads, byte for byte. */

const nothingAdded = { customfields: [], templatedfields: [], outputs: [], consoleurl: undefined };

function body(output: Output, options: unknown, alert: Alert): string {
  const encoded = output.configure(options, nothingAdded).encode([alert]);
  return isHttpRequest(encoded) ? bodyText(encoded) : '';
}

it('posts to Slack what Falcosidekick posts', () => {
  const icon = 'https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick.png';
  const messageformat = 'Rule: {{ .Rule }} Priority: {{ .Priority }}';
  const options = { webhookurl: 'https://example.com', icon, messageformat };
  expect(body(slack, options, testAlert)).toBe(
    `{"text":"Rule: Test rule Priority: Debug","username":"Falcosidekick","icon_url":"${icon}","attachments":[{` +
      '"fallback":"This is a test from falcosidekick","color":"#ccfff2","text":"This is a test from falcosidekick","fields":[' +
      '{"title":"rule","value":"Test rule","short":true},{"title":"priority","value":"Debug","short":true},' +
      '{"title":"source","value":"syscalls","short":true},{"title":"hostname","value":"test-host","short":true},' +
      '{"title":"tags","value":"example, test","short":true},{"title":"proc.name","value":"falcosidekick","short":true},' +
      '{"title":"time","value":"2001-01-01 01:10:00 +0000 UTC","short":false}],' +
      '"footer":"https://github.com/falcosecurity/falcosidekick"}]}\n',
  );
});

it('pushes to Loki what Falcosidekick pushes', () => {
  expect(body(loki, { hostport: 'http://loki:3100' }, testAlert)).toBe(
    '{"streams":[{"stream":{"hostname":"test-host","priority":"Debug","rule":"Test rule","source":"syscalls",' +
      '"tags":"example,test"},"values":[["978311400000000000","This is a test from falcosidekick"]]}]}\n',
  );
});

it('posts to Telegram what Falcosidekick posts', () => {
  const text =
    '*\\[Falco\\] \\[Debug\\] Test rule*\n\n• *Time*: 2001\\-01\\-01 01:10:00 \\+0000 UTC\n• *Source*: syscalls\n' +
    '• *Hostname*: test\\-host\n• *Tags*: example test \n• *Fields*:\n\t  • *proc\\.name*: falcosidekick\n' +
    '\t  • *proc\\.tty*: 1234\n\n\n**Output**: This is a test from falcosidekick\n';
  expect(body(telegram, { token: 'x', chatid: '-987654321' }, testAlert)).toBe(
    `{"text":${JSON.stringify(text)},"parse_mode":"MarkdownV2","disable_web_page_preview":true,"chat_id":"-987654321"}\n`,
  );
});

describe('Alertmanager', () => {
  const hostport = ['http://alertmanager:9093'];
  const documented = '10000:critical, 1000:critical, 100:critical ,10:warning, 1:warning';
  const drop = 'Falco internal: syscall event drop. 815508 system calls dropped in last second.';
  const rule = 'Falco internal: syscall event drop';

  function dropEvent(fields: string): Alert {
    const time = '2023-03-03T03:03:03.000000003Z';
    return alertFrom(
      `{"hostname":"host","output":"${drop}","output_fields":${fields},"priority":"Debug","rule":"${rule}","time":"${time}"}`,
    );
  }

  function labels(fields: string, options: object = { dropeventthresholds: documented }): unknown {
    return JSON.parse(body(alertmanager, { hostport, ...options }, dropEvent(fields)))[0].labels;
  }

  const fixed = { alertname: rule, rule, source: 'falco', eventsource: 'syscalls', hostname: 'host' };

  it('gets an ordinary alert as from Falcosidekick', () => {
    expect(body(alertmanager, { hostport }, testAlert)).toBe(
      '[{"labels":{"alertname":"Test rule","eventsource":"syscalls","hostname":"test-host","priority":"Debug",' +
        '"proc_name":"falcosidekick","proc_tty":"1234","rule":"Test rule","severity":"information","source":"falco",' +
        '"tags":"example,test"},"annotations":{"description":"This is a test from falcosidekick",' +
        '"info":"This is a test from falcosidekick","summary":"Test rule"},"endsAt":"0001-01-01T00:00:00Z"}]\n',
    );
  });

  it('gets coarse labels for counters of dropped system calls', () => {
    const fields =
      '{"ebpf_enabled":"1","n_drops":"815508","n_drops_buffer_connect_enter":"0","n_drops_buffer_dir_file_enter":"803",' +
      '"n_drops_buffer_dir_file_exit":"804","n_drops_buffer_open_enter":"798","n_drops_bug":"0","n_evts":"2270350"}';
    expect(labels(fields)).toEqual({
      ...fixed,
      ebpf_enabled: '1',
      n_drops: '>10000',
      n_drops_buffer_connect_enter: '0',
      n_drops_buffer_dir_file_enter: '>100',
      n_drops_buffer_dir_file_exit: '>100',
      n_drops_buffer_open_enter: '>100',
      n_drops_bug: '0',
      priority: 'Critical',
      severity: 'critical',
    });
  });

  it('gets names of labels that are valid', () => {
    const fields = '{"ebpf/enabled":"1","n drops/buffer?clone{fork]enter":"0","n_drops_buffer_clone_fork_exit":"0"}';
    expect(labels(fields)).toEqual({
      ...fixed,
      ebpf_enabled: '1',
      n_drops_buffer_clone_fork_enter: '0',
      n_drops_buffer_clone_fork_exit: '0',
      priority: 'Warning',
      severity: 'warning',
    });
  });

  it('gets counters that are numbers as those that are texts', () => {
    expect(labels('{"n_drops":815508,"n_drops_buffer_total":815508,"n_drops_bug":0,"n_evts":2270350}')).toMatchObject({
      n_drops: '>10000',
      n_drops_buffer_total: '>10000',
      n_drops_bug: '0',
    });
  });

  it.for([
    ['host', 'host'],
    ['host_name', 'host_name'],
    ['host{name}', 'host_name'],
    ['host[name]', 'host_name'],
    ['{host}[name]', 'host_name'],
    ['host[name]other', 'host_name_other'],
    ['host(name)', 'host_name'],
    ['json.value[/user/extra/sessionName]', 'json_value_user_extra_sessionName'],
  ] as const)('makes a label of %s', ([field, label]) => {
    expect(labelName(field)).toBe(label);
  });
});
