import { kubeAuditConfig } from '#rules/kube-audit-config.ts';
import { UsageError, type Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';

export const kubeAudit: Command = {
  name: 'kube-audit',
  summary: 'prints what the API server of Kubernetes needs to send its audit events',
  operands: 'config [options]',
  details: [
    "The webhook's kubeconfig, an audit policy that asks for what rules look into, and the flags of kube-apiserver, as YAML documents.",
    'Secrets are asked for by their names only. On K3s, the flags go behind --kube-apiserver-arg.',
  ].join('\n'),
  options: {
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
  },
  maxOperands: 1,
  examples: [
    { command: 'tiercel kube-audit config', explanation: 'For an API server on the same machine' },
    {
      command: 'tiercel kube-audit config --url https://tiercel.example.com:2801/k8s-audit --ca /etc/kubernetes/ca.crt',
      explanation: 'For one elsewhere',
    },
  ],
  async run(invocation, { stdout }) {
    const [action] = invocation.operands;
    if (action !== 'config') throw new UsageError('What is to be printed? The action is "config"');
    const [ca, cert, key] = [invocation.text('ca'), invocation.text('cert'), invocation.text('key')];
    if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together');
    const { webhook, policy, flags } = kubeAuditConfig({
      url: invocation.text('url') ?? 'http://127.0.0.1:2801/k8s-audit',
      ...(ca !== undefined && { certificateAuthority: ca }),
      ...(cert !== undefined && { clientCertificate: cert }),
      ...(key !== undefined && { clientKey: key }),
    });
    const comment = flags.trimEnd().replaceAll(/^/gm, '#   ');
    stdout.write(
      `# /etc/kubernetes/audit/webhook.yaml\n${webhook.trimEnd()}\n---\n# /etc/kubernetes/audit/policy.yaml\n${policy.trimEnd()}\n` +
        `---\n# Flags of kube-apiserver:\n${comment}\n`,
    );
    return exitCodes.ok;
  },
};
