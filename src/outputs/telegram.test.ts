import { describe, expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import { telegram } from './telegram.ts';
import { telegramText } from './telegram-text.ts';
import { alertFrom, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';

const options = { token: '123:swordfish', chatid: '@falco' };

async function answered(answer: string | Error): Promise<unknown> {
  return deliver(await connect(telegram, options, { http: scripted(answer) }), testAlert);
}

describe('an answer', () => {
  it('with ok is a delivery', async () => {
    await expect(answered('{"ok":true,"result":{}}')).resolves.toMatchObject({ status: 200 });
  });

  it('200 without ok is a refusal', async () => {
    const error = await failureOf(answered('{"ok":false,"description":"Bad Request: can\'t parse entities"}'));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error).toMatchObject({
      message: "Telegram refused the alert: Bad Request: can't parse entities",
      status: 200,
    });
  });

  it.for(['', 'ok', '{}', '[]', '{"ok":"true"}'])('%j is not one of Telegram', async (text) => {
    const error = await failureOf(answered(text));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('check the option host');
  });

  it('429 says how long to wait', async () => {
    const answer = '{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":14}}';
    const error = await failureOf(answered(new DeliveryError('429', { status: 429, answer })));
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterMs: 14_000, status: 429, answer });
  });

  it('400 for a chat that is not there is for the operator to mend', async () => {
    const answer = '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}';
    const error = await failureOf(answered(new RejectedError('400', { status: 400, answer })));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('chat not found. Check the options chatid');
  });

  it('of another kind is what its status says', async () => {
    const refusal = new RejectedError('400', { status: 400, answer: 'no JSON' });
    expect(await failureOf(answered(refusal))).toBe(refusal);
  });
});

describe('the text', () => {
  const visible = (text: string) => text.replaceAll(/\\([\s\S])/g, '$1').length;

  it.for(Object.entries(hostileAlerts))('stays within the limit for %s', ([, alert]) => {
    const text = telegramText(alert);
    expect(visible(text)).toBeLessThanOrEqual(4096);
    expect(text).toContain('**Output**: ');
  });

  it('keeps its output and says that there are more fields when it is cut', () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`field.${at}`, 'x'.repeat(100)]));
    const alert = alertFrom(
      JSON.stringify({
        output: 'the end',
        rule: 'r',
        priority: 'Alert',
        time: '2026-11-24T16:31:56Z',
        output_fields: fields,
      }),
    );
    const text = telegramText(alert);
    expect(text).toMatch(/• \*\\\[\\\.\\\.\\\.\\\]\*: more fields\n\n\n\*\*Output\*\*: the end\n$/);
    expect(visible(text)).toBeGreaterThan(3900);
  });

  it('is left whole up to the limit', () => {
    const whole = (length: number) =>
      telegramText(
        alertFrom(
          JSON.stringify({
            output: 'x'.repeat(length),
            rule: 'r',
            priority: 'Alert',
            time: '2026-11-24T16:31:56Z',
            output_fields: { a: 1 },
          }),
        ),
      );
    expect(whole(3900)).toContain('x'.repeat(3900));
    expect(whole(4000)).toMatch(/x\\\[\\\.\\\.\\\.\\\]\n$/);
  });

  it('escapes all that could be markup', () => {
    const markup = '\\_*[]()~`>#+-=|{}.!';
    const alert = {
      rule: 'r',
      priority: 'Alert',
      time: '2026-11-24T16:31:56Z',
      output_fields: { a: 1 },
      output: markup,
    };
    const escaped = markup.replaceAll(/./g, '\\$&');
    expect(telegramText(alertFrom(JSON.stringify(alert)))).toContain(`**Output**: ${escaped}\n`);
  });
});
