import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { OutputTypes } from '#ui/api/contract.ts';
import { outputTypeQuery, outputTypesQuery } from '#ui/api/outputs.ts';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Input } from '#ui/design/field.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { categoryNames, CategoryIcon } from './category-icon.tsx';
import { OutputForm } from './output-form.tsx';

type OutputTypeRow = OutputTypes['types'][number];

/** First which kind, then its options. */
export function AddOutput({ type }: { readonly type: string | undefined }): ReactNode {
  const navigate = useNavigate();
  const close = (
    <IconButton icon={X} label="Close" size="small" onClick={() => void navigate({ to: '/outputs', search: {} })} />
  );
  return type === undefined ? <ChooseType close={close} /> : <NewOutput type={type} close={close} />;
}

function ChooseType({ close }: { readonly close: ReactNode }): ReactNode {
  const { data, error, refetch } = useQuery(outputTypesQuery(useApi()));
  const [wanted, setWanted] = useState('');
  const found = data?.types.filter((type) => isWanted(type, wanted.trim().toLowerCase())) ?? [];
  const categories = Object.keys(categoryNames).filter((category) => found.some((type) => type.category === category));
  return (
    <Panel title="Add an output" aside={data && `${data.types.length} kinds`} tools={close}>
      <div className="add-output">
        <Input
          autoFocus
          type="search"
          aria-label="Search the kinds of outputs"
          placeholder="Slack, Kafka, webhook…"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        {error && (
          <ErrorPanel title="The kinds did not load" message={failureText(error)} onRetry={() => void refetch()} />
        )}
        {!data && !error && <Skeleton rows={6} />}
        {data && found.length === 0 && (
          <p className="muted">No kind is called “{wanted}”. A webhook reaches whatever takes JSON over HTTP.</p>
        )}
        {categories.map((category) => (
          <section key={category} className="add-output__category">
            <h3>{categoryNames[category]}</h3>
            <ul>
              {found
                .filter((type) => type.category === category)
                .map((type) => (
                  <TypeRow key={type.id} type={type} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  );
}

function TypeRow({ type }: { readonly type: OutputTypeRow }): ReactNode {
  return (
    <li>
      <Link to="/outputs" search={{ add: type.id }} className="add-output__type">
        <CategoryIcon category={type.category} />
        <span>
          <span className="strong">{type.title}</span>
          {type.isConfigured && <span className="faint"> configured</span>}
          <span className="add-output__summary">{type.summary.replaceAll('`', '')}</span>
        </span>
      </Link>
    </li>
  );
}

function NewOutput({ type, close }: { readonly type: string; readonly close: ReactNode }): ReactNode {
  const { data, error, refetch } = useQuery(outputTypeQuery(useApi(), type));
  const [example] = data?.examples ?? [];
  return (
    <Panel
      title={data ? `Add ${data.title}` : 'Add an output'}
      aside={
        <Link to="/outputs" search={{ add: '' }} className="link">
          Another kind
        </Link>
      }
      tools={close}
    >
      {error && (
        <ErrorPanel title="The kind did not load" message={failureText(error)} onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton rows={6} />}
      {data && (
        <>
          <p className="add-output__about muted">
            This output {data.summary.replaceAll('`', '')}. {data.setup?.replaceAll('`', '')}
          </p>
          <OutputForm
            key={data.id}
            type={data.id}
            schema={data.schema}
            initial={example?.options ?? {}}
            note="Try it here, then copy the YAML into the configuration file. It is taken over while Tiercel runs."
          />
        </>
      )}
    </Panel>
  );
}

function isWanted({ id, title, summary }: OutputTypeRow, wanted: string): boolean {
  return `${id} ${title} ${summary}`.toLowerCase().includes(wanted);
}
