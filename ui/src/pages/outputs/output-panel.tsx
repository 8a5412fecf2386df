import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Output } from '#ui/api/contract.ts';
import { outputQuery } from '#ui/api/outputs.ts';
import { formatCount } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { FieldList } from '#ui/design/field-list.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { IconButton } from '#ui/design/icon-button.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { Tabs } from '#ui/design/tabs.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { OutputForm } from './output-form.tsx';
import { OutputState } from './output-state.tsx';

interface OutputPanelProps {
  readonly output: Output;
  readonly nowMs: number;
  readonly file: string | undefined;
}

/** One output: its figures, and its configuration with what a message looks like by it. */
export function OutputPanel({ output, nowMs, file }: OutputPanelProps): ReactNode {
  const { tab = 'health' } = useSearch({ from: '/shell/outputs' });
  const navigate = useNavigate();
  return (
    <Panel
      title={output.name}
      aside={<OutputState output={output} nowMs={nowMs} />}
      tools={
        <IconButton icon={X} label="Close" size="small" onClick={() => void navigate({ to: '/outputs', search: {} })} />
      }
    >
      <div className="output-panel">
        <Tabs
          label={`About ${output.name}`}
          tabs={[
            { name: 'health', label: 'Health' },
            { name: 'configuration', label: 'Configuration' },
          ]}
          open={tab}
          onOpen={(name) => void navigate({ to: '/outputs', search: { output: output.name, tab: name } })}
        >
          {tab === 'health' ? (
            <Health output={output} nowMs={nowMs} />
          ) : (
            <Configuration name={output.name} file={file} />
          )}
        </Tabs>
      </div>
    </Panel>
  );
}

function Health({ output, nowMs }: Omit<OutputPanelProps, 'file'>): ReactNode {
  const { lastError } = output;
  return (
    <div className="output-panel__health">
      {lastError && output.state !== 'healthy' && (
        <Notice tone="fail">
          {lastError.message}
          {lastError.answer !== undefined && <pre className="output-card__answer mono">{lastError.answer}</pre>}
        </Notice>
      )}
      <FieldList isMono={false} rows={healthRows(output, nowMs)} />
    </div>
  );
}

function healthRows(output: Output, nowMs: number) {
  const { received, delivered, owed, dead, suppressed } = output;
  const ms = (value: number | undefined) => (value === undefined ? 'none yet' : formatDuration(value));
  const at = (value: number | undefined) =>
    value === undefined ? 'never' : <TimeText at={value} style="day-and-time" />;
  const sum = [delivered, owed, dead, suppressed].map(formatCount);
  return [
    {
      name: 'Accounted for',
      value: `${formatCount(received)} received = ${sum[0]} delivered + ${sum[1]} owed + ${sum[2]} dead + ${sum[3]} suppressed`,
    },
    { name: 'Destination', value: output.destination ?? 'this machine' },
    { name: 'Lowest priority', value: output.minimumPriority ?? 'every alert' },
    {
      name: 'Oldest owed',
      value: output.oldestOwedAtMs === undefined ? 'nothing is owed' : ms(nowMs - output.oldestOwedAtMs),
    },
    {
      name: 'Attempts since the start',
      value: `${formatCount(output.attempts.ok)} in order, ${formatCount(output.attempts.error)} failed`,
    },
    { name: 'Half of them within', value: ms(output.latencyP50Ms) },
    { name: '99 of 100 within', value: ms(output.latencyP99Ms) },
    { name: 'Under way', value: formatCount(output.inFlight) },
    { name: 'Last delivered', value: at(output.lastDeliveredAtMs) },
    { name: 'Last failure', value: at(output.lastError?.atMs) },
  ];
}

function Configuration({ name, file }: { readonly name: string; readonly file: string | undefined }): ReactNode {
  const { data, error, refetch } = useQuery(outputQuery(useApi(), name));
  if (error)
    return (
      <ErrorPanel title="The configuration did not load" message={failureText(error)} onRetry={() => void refetch()} />
    );
  if (!data) return <Skeleton rows={6} />;
  return (
    <OutputForm
      key={name}
      type={data.output.type}
      schema={data.schema}
      initial={data.options}
      note={
        file === undefined
          ? 'Set by environment variables. Change it here to see the message, and copy the YAML.'
          : `Set in ${file}. Change it here to see the message, and copy the YAML.`
      }
    />
  );
}
