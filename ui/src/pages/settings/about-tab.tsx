import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Settings } from '#ui/api/contract.ts';
import { settingsQuery } from '#ui/api/settings.ts';
import { CodeBlock } from '#ui/design/code-block.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { FieldList } from '#ui/design/field-list.tsx';
import { formatBytes } from '#ui/design/format-bytes.ts';
import { formatDuration } from '#ui/design/format-time.ts';
import { Meter } from '#ui/design/meter.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';

/** What runs here, where it keeps alerts, and by which configuration. */
export function AboutTab(): ReactNode {
  const { data, error, refetch } = useQuery(settingsQuery(useApi()));
  if (error) {
    return (
      <ErrorPanel
        title="The settings did not load"
        message={failureText(error)}
        requestId={requestIdOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <Skeleton rows={8} />;
  return (
    <>
      <JournalPanel settings={data} />
      <Panel title="This process">
        <FieldList isMono={false} rows={processRows(data)} />
      </Panel>
      <ConfigurationPanel settings={data} />
    </>
  );
}

function JournalPanel({ settings: { journal, nowMs } }: { readonly settings: Settings }): ReactNode {
  const { retention } = journal;
  return (
    <Panel title="Journal" aside={journal.durability === 'memory' ? 'in memory' : journal.path}>
      <div className="settings__journal">
        {journal.trouble !== undefined && (
          <Notice tone="fail">The journal cannot write: {journal.trouble}. Senders wait for their answers.</Notice>
        )}
        {journal.quarantined.map((file) => (
          <Notice key={file} tone="warn">
            A damaged journal was set aside, and what could be read of it was taken over: <code>{file}</code>
          </Notice>
        ))}
        {retention.maxBytes !== undefined && (
          <Meter
            label={`${formatBytes(journal.bytes)} of ${formatBytes(retention.maxBytes)}`}
            value={journal.bytes}
            max={retention.maxBytes}
          />
        )}
        <FieldList
          isMono={false}
          rows={[
            { name: 'Alerts', value: formatCount(journal.alerts) },
            { name: journal.durability === 'memory' ? 'In memory' : 'On disk', value: formatBytes(journal.bytes) },
            {
              name: 'Oldest alert',
              value:
                journal.oldestAtMs === undefined ? (
                  'none'
                ) : (
                  <>
                    <TimeText at={journal.oldestAtMs} style="day-and-time" />,{' '}
                    {formatDuration(nowMs - journal.oldestAtMs)} ago
                  </>
                ),
            },
            {
              name: 'Kept for',
              value: retention.maxAgeMs === undefined ? 'any age' : formatDuration(retention.maxAgeMs),
            },
            { name: 'At most', value: limitText(retention) },
            {
              name: 'Durability',
              value:
                journal.durability === 'memory'
                  ? 'in memory: lost when this process ends'
                  : 'on disk before the answer',
            },
          ]}
        />
      </div>
    </Panel>
  );
}

function ConfigurationPanel({ settings }: { readonly settings: Settings }): ReactNode {
  const { configuration, configurationFile } = settings;
  return (
    <Panel
      title="Configuration in effect"
      aside={configurationFile ?? 'from the environment'}
      foot="Changes in the file are taken over while Tiercel runs; what cannot be is named in its log. Secrets are not shown."
    >
      {configuration === undefined ? (
        <p className="settings__text muted">The role admin may see it.</p>
      ) : (
        <div className="settings__code">
          <CodeBlock title={configurationFile ?? 'tiercel.yaml'} code={configuration} />
        </div>
      )}
    </Panel>
  );
}

function processRows({ version, node, startedAtMs, nowMs, addresses }: Settings) {
  return [
    { name: 'Tiercel', value: version },
    { name: 'Node.js', value: node },
    {
      name: 'Running',
      value: (
        <>
          since <TimeText at={startedAtMs} style="day-and-time" />, {formatDuration(nowMs - startedAtMs)}
        </>
      ),
    },
    { name: 'Falco posts to', value: <code>{addresses.falco}</code> },
    { name: 'Console', value: <code>{addresses.console}</code> },
    { name: 'API', value: <a href="api/docs">Documentation of the API</a> },
  ];
}

function limitText({ maxBytes, maxAlerts }: Settings['journal']['retention']): string {
  const limits = [
    maxBytes === undefined ? undefined : formatBytes(maxBytes),
    maxAlerts === undefined ? undefined : `${formatCount(maxAlerts)} alerts`,
  ].filter((limit) => limit !== undefined);
  return limits.length > 0 ? limits.join(', ') : 'no limit';
}
