import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kubeAuditConfig, type KubeAuditConfig } from '#rules/kube-audit-config.ts';
import { UsageError, type Command, type Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { rulesOption } from './rules/rules-option.ts';

export const kubeAudit: Command = {
  name: 'kube-audit',
  summary: 'prints what the API server of Kubernetes needs to send its audit events',
  operands: 'config [options]',
  details: [
    "The webhook's kubeconfig, an audit policy, and the flags of kube-apiserver, as YAML documents. With --rules or -c the policy asks",
    'for what these rules look at, and no more; without, for what rules usually look into. Secrets are asked for by their names only.',
    'On K3s, the flags go behind --kube-apiserver-arg.',
  ].join('\n'),
  options: {
    rules: {
      ...rulesOption.rules,
      description: 'The policy is for these rules: files, folders or patterns, with commas between.',
    },
    'config-file': {
      ...rulesOption['config-file'],
      description: 'The policy is for the rules of this configuration that are enabled, and for "audit.keep".',
    },
    others: {
      type: 'string',
      value: 'LEVEL',
      description:
        'What of requests that no rule looks at: none (default), or metadata to have them in the log of the API server.',
    },
    'any-group': {
      type: 'boolean',
      description: 'Resources of every API group, not only those of Kubernetes itself: for Kubernetes 1.36 and later.',
    },
    url: {
      type: 'string',
      value: 'URL',
      description: 'Where the API server reaches Tiercel (default: http://127.0.0.1:2801/k8s-audit).',
    },
    ca: {
      type: 'string',
      value: 'FILE',
      description: 'Authority of that certificate, as the API server sees the file.',
    },
    cert: { type: 'string', value: 'FILE', description: 'Client certificate of the API server, for mutual TLS.' },
    key: { type: 'string', value: 'FILE', description: 'Its private key.' },
    folder: {
      type: 'string',
      value: 'FOLDER',
      description: 'Writes webhook.yaml and policy.yaml there, over none that is there, and prints the flags alone.',
    },
  },
  maxOperands: 1,
  examples: [
    { command: 'tiercel kube-audit config', explanation: 'For an API server on the same machine' },
    {
      command: 'tiercel kube-audit config -c /etc/tiercel/tiercel.yaml',
      explanation: 'With a policy for the rules that are loaded',
    },
    {
      command: 'tiercel kube-audit config --folder /etc/kubernetes/audit',
      explanation: 'Into files, where kube-apiserver finds them',
    },
    {
      command: 'tiercel kube-audit config --url https://tiercel.example.com:2801/k8s-audit --ca /etc/kubernetes/ca.crt',
      explanation: 'For one elsewhere',
    },
  ],
  async run(invocation, terminal) {
    const [action] = invocation.operands;
    if (action !== 'config') throw new UsageError('What is to be printed? The action is "config"');
    const [ca, cert, key] = [invocation.text('ca'), invocation.text('cert'), invocation.text('key')];
    if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together');
    const folder = invocation.text('folder');
    const { requestedPolicy } = await import('./requested-policy.ts');
    const policy = await requestedPolicy(invocation, terminal);
    const config = kubeAuditConfig({
      ...(folder !== undefined && { folder: path.resolve(folder) }),
      url: invocation.text('url') ?? 'http://127.0.0.1:2801/k8s-audit',
      ...(ca !== undefined && { certificateAuthority: ca }),
      ...(cert !== undefined && { clientCertificate: cert }),
      ...(key !== undefined && { clientKey: key }),
      ...(policy !== undefined && { policy }),
    });
    if (folder !== undefined) return writeFiles(path.resolve(folder), config, terminal);
    print(config, terminal);
    return exitCodes.ok;
  },
};

function print({ webhook, policy, flags }: KubeAuditConfig, { stdout }: Terminal): void {
  const comment = flags.trimEnd().replaceAll(/^/gm, '#   ');
  stdout.write(
    `# /etc/kubernetes/audit/webhook.yaml\n${webhook.trimEnd()}\n---\n# /etc/kubernetes/audit/policy.yaml\n${policy.trimEnd()}\n` +
      `---\n# Flags of kube-apiserver:\n${comment}\n`,
  );
}

/** A policy that somebody wrote is not for us to replace. */
async function writeFiles(folder: string, config: KubeAuditConfig, { stdout, stderr }: Terminal): Promise<ExitCode> {
  const files = (['webhook', 'policy'] as const).map(
    (name) => [path.join(folder, `${name}.yaml`), config[name]] as const,
  );
  const there = files.filter(([file]) => existsSync(file)).map(([file]) => file);
  if (there.length > 0) {
    stderr.write(`${there.join(' and ')} exists already: remove it, or choose another folder.\n`);
    return exitCodes.failure;
  }
  try {
    await mkdir(folder, { recursive: true });
    for (const [file, text] of files) await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(`The files cannot be written: ${reason}. Choose another folder, or another user.\n`);
    return exitCodes.failure;
  }
  stdout.write(config.flags);
  return exitCodes.ok;
}
