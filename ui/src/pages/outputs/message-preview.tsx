import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { ApiClient } from '#ui/api/client.ts';
import type { AlertsPage, Preview } from '#ui/api/contract.ts';
import { previewQuery, type OptionValues } from '#ui/api/outputs.ts';
import { classNames } from '#ui/design/class-names.ts';
import { CodeBlock } from '#ui/design/code-block.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { Select } from '#ui/design/select.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';

interface MessagePreviewProps {
  readonly type: string;
  readonly options: OptionValues;
  readonly onProblems: (problems: Preview['problems']) => void;
}

const testAlert = 'test';

/** What the receiver gets, byte for byte, for an alert that was chosen, and the YAML that makes it so. */
export function MessagePreview({ type, options, onProblems }: MessagePreviewProps): ReactNode {
  const api = useApi();
  const [alert, setAlert] = useState(testAlert);
  const { data: newest } = useQuery(newestQuery(api));
  const preview = useQuery(previewQuery(api, type, options, alert === testAlert ? undefined : alert));
  const problems = preview.data?.problems;
  useEffect(() => onProblems(problems ?? []), [problems, onProblems]);
  const alerts = [
    { value: testAlert, label: 'the test alert' },
    ...(newest?.alerts ?? []).map(({ alert: { uuid, priority, rule } }) => ({
      value: uuid,
      label: `${priority}: ${rule}`,
    })),
  ];
  return (
    <div className={classNames('output-form__preview', preview.isPlaceholderData && 'is-stale')}>
      <div className="output-form__choice">
        <h3>Message</h3>
        <span className="faint small">for</span>
        <Select label="For which alert" value={alert} options={alerts} onChange={setAlert} />
      </div>
      {preview.error && <ErrorPanel title="There is no preview" message={failureText(preview.error)} />}
      {preview.isPending && <Skeleton rows={8} />}
      {preview.data && preview.data.problems.length > 0 && (
        <Notice tone="warn">
          {preview.data.problems.map(({ path, message }) => (
            <div key={path}>
              <code>{path}</code> {message}
            </div>
          ))}
        </Notice>
      )}
      {preview.data && preview.data.message !== '' && <CodeBlock title="as it is sent" code={preview.data.message} />}
      {preview.data && preview.data.yaml !== '' && (
        <CodeBlock title="for the configuration file" code={preview.data.yaml} />
      )}
    </div>
  );
}

function newestQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['alerts', 'newest'],
    queryFn: ({ signal }) => api.get<AlertsPage>('/alerts', { limit: 12 }, signal),
  });
}
