/** Surveys the folders that it is sent, one at a time: see `surveyor.ts`. */
import { survey } from './survey.ts';
import type { SurveyAnswer } from './surveyor.ts';

process.on('message', (folder: string) => {
  const answer = (told: SurveyAnswer) => process.send?.(told);
  survey(folder).then(
    (found) => answer({ survey: found }),
    (error: unknown) => answer({ refused: error instanceof Error ? error.message : String(error) }),
  );
});
