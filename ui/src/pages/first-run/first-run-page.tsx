import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { sendTestAlert, settingsQuery } from '#ui/api/settings.ts';
import { navigationQuery } from '#ui/api/navigation.ts';
import { Page } from '#ui/app/page.tsx';
import { Button } from '#ui/design/button.tsx';
import { CodeBlock } from '#ui/design/code-block.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { LiveDot } from '#ui/design/live-dot.tsx';
import { SegmentedControl } from '#ui/design/segmented-control.tsx';
import { StateMark } from '#ui/design/state-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { snippets, ways, type Way } from './snippets.ts';
import './first-run.css';

/** What to do while no alert has come: point Falco here, and see that it works. */
export function FirstRunPage(): ReactNode {
  const api = useApi();
  const { data: settings, error } = useQuery(settingsQuery(api));
  // The first alert must be seen at once, and there is nothing else to be busy with.
  const { data: navigation } = useQuery({ ...navigationQuery(api), refetchInterval: 2000 });
  const [way, setWay] = useState<Way>('helm');
  const url = settings?.addresses.falco ?? '';
  const count = navigation?.alerts ?? 0;

  return (
    <Page title="First steps">
      <div className="first-run">
        <div>
          <h2 className="first-run__title">{count > 0 ? 'Alerts arrive' : 'No alert has arrived yet'}</h2>
          <p className="first-run__lead">
            Tiercel is running and keeps whatever it is sent. Point Falco at it and alerts appear here within a second;
            nothing on these pages needs a reload.
          </p>
        </div>
        {error && <ErrorPanel title="The address of this Tiercel did not load" message={failureText(error)} />}
        <Listening url={url} sinceMs={settings?.startedAtMs} count={count} />
        <ol className="first-run__steps">
          <li>
            <h3>Point Falco here</h3>
            <SegmentedControl label="How Falco is installed" value={way} options={ways} onChange={setWay} />
            <CodeBlock title={snippets[way].title} code={snippets[way].code(url)} />
            <p className="muted small">
              Coming from Falcosidekick? Change the host in the line above. Its configuration file works here as it is.
            </p>
          </li>
          <li>
            <h3>Decide who hears of it</h3>
            <p className="muted">
              Alerts are kept and can be searched without any output. Add Slack, Loki, Kafka or one of the others when
              you want them told.
            </p>
            <Link to="/outputs" search={{}} className="button button--plain first-run__link">
              Add an output
            </Link>
          </li>
        </ol>
      </div>
    </Page>
  );
}

interface ListeningProps {
  readonly url: string;
  readonly sinceMs: number | undefined;
  readonly count: number;
}

function Listening({ url, sinceMs, count }: ListeningProps): ReactNode {
  const api = useApi();
  const test = useMutation({ mutationFn: () => sendTestAlert(api) });
  return (
    <div className="first-run__listening">
      {count > 0 ? <StateMark state="healthy" size={14} /> : <LiveDot state="live" />}
      <div className="grow" role="status">
        <div className="strong">
          Listening on <span className="mono">{url}</span>
        </div>
        <div className="faint small">
          {sinceMs !== undefined && (
            <>
              since <TimeText at={sinceMs} />
            </>
          )}
          {count === 0 ? ' · nothing yet' : ` · ${count} kept`}
        </div>
        {test.error && <div className="first-run__failure small">{failureText(test.error)}</div>}
      </div>
      {count > 0 && (
        <Link to="/alerts" search={{}} className="button button--plain first-run__link">
          See them
        </Link>
      )}
      <Button kind="primary" disabled={test.isPending} onClick={() => test.mutate()}>
        Send a test alert
      </Button>
    </div>
  );
}
