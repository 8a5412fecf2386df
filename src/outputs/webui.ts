import { z } from 'zod';
import { writeJson } from '#kit/json-write.ts';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import { MisconfiguredError } from './errors.ts';
import { httpUrl } from './options.ts';

/** What Falcosidekick-UI takes at `/`, besides the alert the names of the outputs that are on. */
export const webui = defineHttpOutput({
  id: 'webui',
  about: {
    title: 'Falcosidekick-UI',
    category: 'log',
    website: 'https://github.com/falcosecurity/falcosidekick-ui',
    summary: 'sends alerts to Falcosidekick-UI, so that it can stay while you move to the console of Tiercel',
    setup:
      "Nothing: the console of Tiercel takes the place of Falcosidekick-UI. Falcosidekick's chart sets `WEBUI_URL` wherever it installs the UI; once the UI is gone, unset it, or set `enabled: false`. Until then its alerts wait in the queue of this output, and no other output is affected.",
    fixes: [
      'The names of the outputs are those in the configuration of Tiercel: `slack`, not `Slack`.',
      'An alert that Falcosidekick-UI has not taken is sent again. Upstream drops it.',
    ],
  },
  options: z.strictObject({ url: httpUrl('The URL of Falcosidekick-UI.') }),
  examples: {
    minimal: { url: 'http://falcosidekick-ui:2802' },
  },
  namesOutputs: true,
  request: ({ json }, settings, { outputs }) => ({
    url: url`${settings.url}`,
    body: { text: `{"event":${json},"outputs":${writeJson(outputs)}}\n` },
  }),
  /** The console of Tiercel, for one, which may have got the name and the port that the UI had. */
  explain: (error) =>
    error.status === 404 || error.status === 405
      ? new MisconfiguredError(`${error.message}: this is no Falcosidekick-UI. If it is gone, unset webui.url`, error)
      : error,
});
