import { changedAlert, type Alert } from '#alert/alert.ts';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { priorities } from '#alert/priority.ts';
import { readJson } from '#kit/json-read.ts';
import type { Installation } from '../output.ts';

/** An alert as it is after it came in and was enriched, from the JSON that Falco posts. */
export function alertFrom(json: string, uuid = '018f3a5e-7d2c-4b1a-9f00-000000000001'): Alert {
  const enrich = createEnrichment(noEnrichment, () => uuid);
  return enrich(readFalcoAlert(readJson(json, { maxDepth: 200 })));
}

export const installation: Installation = {
  customfields: ['cluster'],
  templatedfields: ['owner'],
  outputs: ['slack', 'alertmanager'],
  consoleurl: 'https://tiercel.example.com',
};

/** The input of Falcosidekick's own tests. */
export const falcosidekickTestInput =
  '{"output":"This is a test from falcosidekick","priority":"Debug","hostname":"test-host","rule":"Test rule",' +
  '"time":"2001-01-01T01:10:00Z","source":"syscalls",' +
  '"output_fields":{"proc.name":"falcosidekick","proc.tty":1234},"tags":["test","example"]}';

/** As upstream's tests have it: without the enrichment that makes the source of a `Test rule` internal. */
export const testAlert: Alert = changedAlert(alertFrom(falcosidekickTestInput), { source: 'syscalls' });

/** What golden files are made from. */
export const referenceAlerts: Readonly<Record<string, Alert>> = {
  "Falcosidekick's test alert": alertFrom(falcosidekickTestInput),
  'shell in a container': alertFrom(
    String.raw`{
      "output": "16:31:56.746609046: Notice A shell was spawned in a container (user=root shell=bash cmdline=bash -c \"echo a & b > /tmp/<x>\")",
      "priority": "Notice", "rule": "Terminal shell in container", "time": "2026-11-24T16:31:56.746609046Z",
      "source": "syscall", "hostname": "node-1", "tags": ["shell", "container", "mitre_execution"],
      "output_fields": {
        "evt.time": 1795537916746609046, "user.name": "root", "user.uid": 0, "proc.name": "bash", "proc.tty": 34816,
        "proc.cmdline": "bash -c \"echo a & b > /tmp/<x>\"", "proc.aname[2]": "containerd-shim", "container.id": "3ad7b26ded6d",
        "k8s.ns.name": "shop", "k8s.pod.name": "checkout-7d9f", "cluster": "\"production\"", "owner": "payments"
      }
    }`,
    '018f3a5e-7d2c-4b1a-9f00-000000000002',
  ),
  'request to Kubernetes': alertFrom(
    String.raw`{
      "output": "Attach/Exec to pod (user=änn pod=dind-0)\nsecond line", "priority": "Critical", "rule": "Attach/Exec Pod",
      "time": "2026-11-25T01:00:00.5+02:00", "source": "k8s_audit",
      "output_fields": {
        "ka.user.name": "änn", "ka.target.name": "dind-0", "ka.response.code": 101, "ka.req.pod.privileged": true,
        "ka.nothing": null, "ka.list": ["a", 1.0, null], "ka.object": {"b": 1e3, "a": "x"}
      }
    }`,
    '018f3a5e-7d2c-4b1a-9f00-000000000003',
  ),
  'dropped system calls': alertFrom(
    String.raw`{
      "output": "Falco internal: syscall event drop. 815508 system calls dropped in last second.", "priority": "Debug",
      "rule": "Falco internal: syscall event drop", "time": "2023-03-03T03:03:03.000000003Z", "hostname": "host",
      "output_fields": {"ebpf/enabled": "1", "n_drops": "815508", "n_drops_bug": 0, "n_drops_perc": "7", "n_evts": "2270350"}
    }`,
    '018f3a5e-7d2c-4b1a-9f00-000000000004',
  ),
  'markup, emoji and a long field, without hostname and tags': alertFrom(
    JSON.stringify({
      output: 'Warning <b>bold</b> & "quoted" *starred* _under_ `code` @everyone [link](https://evil.example) 🦅 done',
      priority: 'Warning',
      rule: 'Rule <i> & 🦅',
      time: '2026-11-24T16:31:56Z',
      source: 'syscall',
      output_fields: {
        'fd.name': `/tmp/${'long/'.repeat(119)}`,
        'k8s.ns.name': '<shop> & co',
        'proc.cmdline': "sh -c 'echo \u0007, a=b \\ $HOME'",
        'proc.exe': null,
      },
    }),
    '018f3a5e-7d2c-4b1a-9f00-000000000005',
  ),
};

/** An alert in each priority, from the most severe on. */
export const alertsByPriority: readonly Alert[] = priorities.map((priority) => changedAlert(testAlert, { priority }));
