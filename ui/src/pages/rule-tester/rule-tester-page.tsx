import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useApi } from '#ui/api/api-context.ts';
import { ruleTestQuery, type RuleTestAsked } from '#ui/api/rules.ts';
import { Page } from '#ui/app/page.tsx';
import { Outcomes } from './outcomes.tsx';
import { TesterForm } from './tester-form.tsx';
import './rule-tester.css';

const route = getRouteApi('/shell/rules/test');

/** Which rules fire on an event, and why the others do not. Nothing is kept, nobody is told. */
export function RuleTesterPage(): ReactNode {
  const { rule } = route.useSearch();
  const navigate = route.useNavigate();
  const [asked, setAsked] = useState<RuleTestAsked>();
  const trial = useQuery({ ...ruleTestQuery(useApi(), asked, rule), enabled: asked !== undefined });
  const open = (chosen: string | undefined) => void navigate({ search: { rule: chosen }, replace: true });
  const attempt = (chosen: RuleTestAsked) => {
    setAsked(chosen);
    // One's own rules are looked at first, and the one that was open may not be among them any more.
    if (chosen.rules !== undefined) open(undefined);
  };
  return (
    <Page
      title="Test rules"
      tools={
        <Link className="link" to="/rules">
          All rules
        </Link>
      }
    >
      <div className="rule-tester">
        <TesterForm isBusy={trial.isFetching} onTry={attempt} />
        <Outcomes trial={trial} isAsked={asked !== undefined} open={rule} onOpen={open} />
      </div>
    </Page>
  );
}
