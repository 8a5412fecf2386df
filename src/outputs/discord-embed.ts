import type { Priority } from '#alert/priority.ts';
import { iconOr } from './chat-icon.ts';
import { zeroWidthSpace } from './inert-text.ts';
import { escapeMarkdownWithoutEntities as escape } from './markdown.ts';
import { rowsOf, type Place, type ShownAlert } from './shown-alert.ts';

interface EmbedField {
  readonly name: string;
  readonly value: string;
  readonly inline: boolean;
}

export interface DiscordMessage {
  readonly content: string;
  readonly avatar_url: string;
  readonly embeds: readonly [Embed];
  readonly allowed_mentions: { readonly parse: readonly string[] };
}

interface Embed {
  readonly title: string;
  readonly url: string;
  readonly description: string;
  readonly color: string;
  readonly fields: readonly EmbedField[];
}

/** The message that Falcosidekick sends, which in addition may mention nobody. */
export function discordMessage(alert: ShownAlert, icon: string, link: string | undefined): DiscordMessage {
  return {
    content: '',
    avatar_url: iconOr(icon),
    embeds: [
      {
        title: link === undefined ? '' : 'Open the alert',
        url: link ?? '',
        description: escape(alert.output),
        color: colors[alert.priority],
        fields: fields(alert),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

/** See https://docs.discord.com/developers/resources/message#embed-object-embed-limits. */
const limits = { fields: 25, name: 256, value: 1024, description: 4096, total: 6000 };

export function isWithinLimits({ embeds: [{ title, description, fields: shown }] }: DiscordMessage): boolean {
  const total = shown.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return (
    shown.length <= limits.fields &&
    shown.every(({ name, value }) => name.length <= limits.name && value.length <= limits.value) &&
    description.length <= limits.description &&
    title.length + description.length + total <= limits.total
  );
}

function fields(alert: ShownAlert): EmbedField[] {
  const texts = (...places: readonly Place[]) =>
    rowsOf(alert, places).map(([name, value]) => field(escape(name), escape(value)));
  return [
    ...texts('rule', 'priority', 'source', 'hostname'),
    ...alert.fields.map(([name, value]) => field(escape(name), codeBlock(value))),
    ...texts('tags', 'time'),
  ];
}

/** Discord refuses what is empty or all white. */
function field(name: string, value: string): EmbedField {
  return {
    name: name.trim() === '' ? zeroWidthSpace : name,
    value: value.trim() === '' ? zeroWidthSpace : value,
    inline: true,
  };
}

/** No backtick next to another, or to those around, ends the block; a first line that could be a language is shown. */
function codeBlock(value: string): string {
  const apart = value.replaceAll(/`(?=`|$)/g, `$&${zeroWidthSpace}`).replace(/^`/, `${zeroWidthSpace}$&`);
  return `\`\`\`${apart.includes('\n') ? '\n' : ''}${apart}\`\`\``;
}

const colors: Readonly<Record<Priority, string>> = {
  Emergency: '15158332',
  Alert: '11027200',
  Critical: '15105570',
  Error: '15844367',
  Warning: '12745742',
  Notice: '3066993',
  Informational: '3447003',
  Debug: '12370112',
};
