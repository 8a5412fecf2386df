import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { RuleTestAsked } from '#ui/api/rules.ts';
import { modifierKey } from '#ui/app/modifier-key.ts';
import { Button } from '#ui/design/button.tsx';
import { Field, Input, TextArea } from '#ui/design/field.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Select } from '#ui/design/select.tsx';
import { eventExample, ruleExample } from './examples.ts';

const sources = [
  { value: 'k8s_audit', label: 'Kubernetes audit' },
  { value: 'aws_cloudtrail', label: 'AWS CloudTrail' },
  { value: 'gcp_auditlog', label: 'Google Cloud audit' },
  { value: 'github', label: 'GitHub webhook' },
  { value: 'okta', label: 'Okta' },
  { value: 'json', label: 'Any JSON' },
] as const;
type Source = (typeof sources)[number]['value'];

interface TesterFormProps {
  readonly isBusy: boolean;
  readonly onTry: (asked: RuleTestAsked) => void;
}

/** The event, and rules beside those that are loaded. */
export function TesterForm({ isBusy, onTry }: TesterFormProps): ReactNode {
  const [source, setSource] = useState<Source>('k8s_audit');
  const [event, setEvent] = useState('');
  const [number, setNumber] = useState('1');
  const [rules, setRules] = useState('');
  const isReady = event.trim() !== '' && Number(number) >= 1;
  const attempt = () => {
    if (isReady) onTry({ source, event, number: Number(number), ...(rules.trim() !== '' && { rules }) });
  };
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    attempt();
  };
  const onKeyDown = (pressed: KeyboardEvent) => {
    if (pressed.key === 'Enter' && (pressed.ctrlKey || pressed.metaKey)) attempt();
  };
  const fillIn = () => {
    setSource('k8s_audit');
    setEvent(eventExample);
    setNumber('1');
    setRules(ruleExample);
  };
  return (
    <Panel
      title="Event and rules"
      tools={
        <button type="button" className="link" onClick={fillIn}>
          Fill in an example
        </button>
      }
    >
      <form className="rule-tester__form" onSubmit={submit} onKeyDown={onKeyDown}>
        <div className="rule-tester__choices">
          <Field label="Source">
            {(control) => <Select {...control} value={source} options={sources} onChange={setSource} />}
          </Field>
          <Field label="Which event">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                value={number}
                onChange={(changed) => setNumber(changed.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label="Event" hint="As it is posted here: one event as JSON, or a list of which one is tried.">
          {(control) => (
            <TextArea
              {...control}
              className="input--mono"
              rows={12}
              spellCheck={false}
              value={event}
              placeholder={'{ "kind": "Event", "apiVersion": "audit.k8s.io/v1", … }'}
              onChange={(changed) => setEvent(changed.target.value)}
            />
          )}
        </Field>
        <Field
          label="Your rules"
          aside="optional"
          hint="A rules file, loaded after those of the configuration: it may use their lists and macros, and change them."
        >
          {(control) => (
            <TextArea
              {...control}
              className="input--mono"
              rows={9}
              spellCheck={false}
              value={rules}
              placeholder={'- rule: …\n  condition: …'}
              onChange={(changed) => setRules(changed.target.value)}
            />
          )}
        </Field>
        <div className="row">
          <Button type="submit" kind="primary" disabled={!isReady || isBusy} shortcut={`${modifierKey}↵`}>
            Try
          </Button>
          <span className="faint small">Nothing is kept, and nobody is told.</span>
        </div>
      </form>
    </Panel>
  );
}
