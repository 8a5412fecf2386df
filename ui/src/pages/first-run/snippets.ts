/** How Falco is told where to post. See https://falco.org/docs/concepts/outputs/channels/. */
export const ways = [
  { value: 'helm', label: 'Helm' },
  { value: 'yaml', label: 'falco.yaml' },
  { value: 'curl', label: 'curl' },
] as const;

export type Way = (typeof ways)[number]['value'];

interface Snippet {
  readonly title: string;
  readonly code: (url: string) => string;
}

export const snippets: Readonly<Record<Way, Snippet>> = {
  helm: {
    title: "with Falco's chart",
    code: (url) =>
      [
        'helm upgrade falco falcosecurity/falco --namespace falco --reuse-values \\',
        '  --set falco.json_output=true \\',
        '  --set falco.http_output.enabled=true \\',
        `  --set falco.http_output.url=${url}`,
      ].join('\n'),
  },
  yaml: {
    title: '/etc/falco/falco.yaml',
    code: (url) => ['json_output: true', 'http_output:', '  enabled: true', `  url: ${url}`].join('\n'),
  },
  curl: {
    title: 'no Falco at hand',
    code: (url) =>
      [
        `curl -sS ${url} -H 'Content-Type: application/json' -d '{`,
        '  "rule": "Terminal shell in container",',
        '  "priority": "Notice",',
        `  "time": "${new Date().toISOString()}",`,
        '  "source": "syscall",',
        '  "hostname": "my-laptop",',
        '  "output": "A shell was opened in the container demo",',
        '  "output_fields": { "container.name": "demo", "proc.cmdline": "bash" }',
        "}'",
      ].join('\n'),
  },
};
