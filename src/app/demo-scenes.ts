import type { Priority } from '#alert/priority.ts';

/** One kind of alert in the demonstration: `{field}` in the text is replaced by the field's value. */
export interface DemoScene {
  readonly rule: string;
  readonly priority: Priority;
  readonly source: 'syscall' | 'k8s_audit';
  readonly tags: readonly string[];
  readonly text: string;
  readonly fields: Readonly<Record<string, string | number>>;
  /** How often it comes, compared with the others. */
  readonly weight: number;
}

const container = ['container', 'maturity_stable'];

export const demoScenes: readonly DemoScene[] = [
  {
    rule: 'Terminal shell in container',
    priority: 'Notice',
    source: 'syscall',
    tags: [...container, 'shell', 'mitre_execution', 'T1059'],
    text: 'Somebody opened a shell in a container (user={user.name} shell={proc.name} parent={proc.pname} command={proc.cmdline})',
    fields: {
      'proc.name': 'bash',
      'proc.cmdline': 'bash -il',
      'proc.tty': 34816,
      'evt.type': 'execve',
    },
    weight: 14,
  },
  {
    rule: 'Read sensitive file untrusted',
    priority: 'Warning',
    source: 'syscall',
    tags: [...container, 'filesystem', 'mitre_credential_access', 'T1555'],
    text: 'A file with credentials was opened by a program that has no business there (file={fd.name} program={proc.name} user={user.name})',
    fields: { 'fd.name': '/etc/shadow', 'proc.name': 'cat', 'proc.cmdline': 'cat /etc/shadow', 'evt.type': 'openat' },
    weight: 6,
  },
  {
    rule: 'Write below etc',
    priority: 'Error',
    source: 'syscall',
    tags: ['filesystem', 'host', 'mitre_persistence', 'T1098'],
    text: 'A file below /etc was opened for writing (file={fd.name} command={proc.cmdline} parent={proc.pname})',
    fields: {
      'fd.name': '/etc/cron.d/backup',
      'proc.cmdline': 'tee /etc/cron.d/backup',
      'proc.pname': 'sh',
      'evt.type': 'openat',
    },
    weight: 2,
  },
  {
    rule: 'Drop and execute new binary in container',
    priority: 'Critical',
    source: 'syscall',
    tags: [...container, 'process', 'mitre_persistence', 'PCI_DSS_11.5.1', 'TA0003'],
    text: 'A binary that is not part of the image was started (binary={proc.exepath} command={proc.cmdline} user={user.name})',
    fields: {
      'proc.exepath': '/tmp/.x/kdevtmpfsi',
      'proc.name': 'kdevtmpfsi',
      'proc.cmdline': 'kdevtmpfsi -o pool.example:3333',
      'evt.type': 'execve',
    },
    weight: 0.2,
  },
  {
    rule: 'Contact K8S API Server From Container',
    priority: 'Notice',
    source: 'syscall',
    tags: [...container, 'network', 'k8s', 'mitre_discovery', 'T1565'],
    text: 'A container that usually does not talk to the Kubernetes API connected to it (connection={fd.name} program={proc.name})',
    fields: {
      'fd.name': '10.42.0.17:51342->10.43.0.1:443',
      'proc.name': 'curl',
      'proc.cmdline': 'curl -sk https://10.43.0.1/api/v1/secrets',
      'fd.sport': 443,
      'evt.type': 'connect',
    },
    weight: 40,
  },
  {
    rule: 'Netcat Remote Code Execution in Container',
    priority: 'Warning',
    source: 'syscall',
    tags: [...container, 'network', 'process', 'mitre_execution', 'T1059'],
    text: 'Netcat runs with an option that executes commands for whoever connects (command={proc.cmdline} user={user.name})',
    fields: { 'proc.name': 'nc', 'proc.cmdline': 'nc -l -p 4444 -e /bin/sh', 'evt.type': 'execve' },
    weight: 0.6,
  },
  {
    rule: 'Redirect STDOUT/STDIN to Network Connection in Container',
    priority: 'Alert',
    source: 'syscall',
    tags: [...container, 'network', 'mitre_execution', 'T1059'],
    text: 'Standard input and output of a program now lead to a network connection (connection={fd.name} program={proc.name} parent={proc.pname})',
    fields: {
      'fd.name': '10.42.1.9:40112->203.0.113.66:9001',
      'proc.name': 'sh',
      'proc.cmdline': 'sh -i',
      'evt.type': 'dup2',
    },
    weight: 0.06,
  },
  {
    rule: 'Clear Log Activities',
    priority: 'Warning',
    source: 'syscall',
    tags: ['host', 'filesystem', 'mitre_defense_evasion', 'T1070', 'NIST_800-53_AU-10'],
    text: 'A log file was emptied (file={fd.name} command={proc.cmdline} user={user.name})',
    fields: {
      'fd.name': '/var/log/auth.log',
      'proc.name': 'truncate',
      'proc.cmdline': 'truncate -s 0 /var/log/auth.log',
      'evt.type': 'openat',
    },
    weight: 1,
  },
  {
    rule: 'Detect release_agent File Container Escapes',
    priority: 'Emergency',
    source: 'syscall',
    tags: [...container, 'process', 'mitre_privilege_escalation', 'T1611'],
    text: 'A container is about to break out through a release_agent file (file={fd.name} command={proc.cmdline} capabilities={thread.cap_effective})',
    fields: {
      'fd.name': '/tmp/cgrp/release_agent',
      'proc.name': 'sh',
      'proc.cmdline': 'sh -c echo /cmd > release_agent',
      'thread.cap_effective': 'CAP_SYS_ADMIN CAP_DAC_OVERRIDE',
      'evt.type': 'openat',
    },
    weight: 0.03,
  },
  {
    rule: 'Packet socket created in container',
    priority: 'Notice',
    source: 'syscall',
    tags: [...container, 'network', 'mitre_credential_access', 'T1557.002'],
    text: 'A raw packet socket was opened, which lets a container listen to its neighbours (program={proc.name} user={user.name})',
    fields: { 'proc.name': 'tcpdump', 'proc.cmdline': 'tcpdump -i eth0 -w /dev/null', 'evt.type': 'socket' },
    weight: 6,
  },
  {
    rule: 'Attach/Exec Pod',
    priority: 'Notice',
    source: 'k8s_audit',
    tags: ['k8s'],
    text: 'Somebody attached to a pod or ran a command in it (user={ka.user.name} pod={ka.target.name} namespace={ka.target.namespace} action={ka.target.subresource})',
    fields: {
      'ka.user.name': 'ci-deployer',
      'ka.target.name': 'checkout-7d9f',
      'ka.target.namespace': 'payments',
      'ka.target.subresource': 'exec',
      'ka.response.code': '101',
    },
    weight: 10,
  },
  {
    rule: 'ClusterRole With Wildcard Created',
    priority: 'Warning',
    source: 'k8s_audit',
    tags: ['k8s', 'rbac'],
    text: 'A cluster role that allows everything was created (user={ka.user.name} role={ka.target.name} verbs={ka.req.role.rules.verbs})',
    fields: {
      'ka.user.name': 'jdoe@example.com',
      'ka.target.name': 'tmp-admin',
      'ka.req.role.rules.verbs': '*',
      'ka.response.code': '201',
    },
    weight: 0.4,
  },
  {
    rule: 'Create Privileged Pod',
    priority: 'Error',
    source: 'k8s_audit',
    tags: ['k8s', 'pod'],
    text: 'A pod with a privileged container was started (user={ka.user.name} pod={ka.target.name} namespace={ka.target.namespace} image={ka.req.pod.containers.image})',
    fields: {
      'ka.user.name': 'system:serviceaccount:build:runner',
      'ka.target.name': 'dind-0',
      'ka.target.namespace': 'build',
      'ka.req.pod.containers.image': 'docker:27-dind',
      'ka.response.code': '201',
    },
    weight: 1,
  },
  {
    rule: 'Unexpected outbound connection destination',
    priority: 'Informational',
    source: 'syscall',
    tags: ['network', 'host'],
    text: 'A connection went out to an address that is not on the list (connection={fd.name} program={proc.name})',
    fields: {
      'fd.name': '192.0.2.10:44321->198.51.100.7:443',
      'proc.name': 'python3',
      'proc.cmdline': 'python3 /usr/local/bin/sync-mirror',
      'fd.rport': 443,
      'evt.type': 'connect',
    },
    weight: 60,
  },
  {
    rule: 'Launch Suspicious Network Tool in Container',
    priority: 'Debug',
    source: 'syscall',
    tags: [...container, 'network', 'process'],
    text: 'A tool that people use to look around a network was started (command={proc.cmdline} user={user.name})',
    fields: { 'proc.name': 'dig', 'proc.cmdline': 'dig +short kubernetes.default.svc', 'evt.type': 'execve' },
    weight: 25,
  },
];
