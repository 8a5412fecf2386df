import { z } from 'zod';
import type { EnrichmentSettings, FieldTemplate } from '#alert/enrich.ts';
import { TemplateExecutionError, TemplateSyntaxError } from '#template/template-error.ts';
import { parseTemplate } from '#template/template.ts';
import { globalOptions } from './global-options.ts';
import type { OptionInput } from './option-values.ts';
import type { Settings } from './settings.ts';
import type { Setting } from './setting.ts';
import type { Surroundings } from './surroundings.ts';

const enrichmentOptions = z.object(
  globalOptions.pick({
    customfields: true,
    customtags: true,
    templatedfields: true,
    bracketreplacer: true,
    outputfieldformat: true,
    truncatefields: true,
  }).shape,
);

/**
 * What is added to every alert. Templates that do not parse are problems; variables that are not set are notes. What is of
 * the wrong type is left to the check of all options, so that all problems come together.
 */
export function enrichmentSettings(input: OptionInput, settings: Settings, around: Surroundings): EnrichmentSettings {
  const options = enrichmentOptions.safeParse(input).data ?? enrichmentOptions.parse({});
  const { customfields, customtags, templatedfields, bracketreplacer, outputfieldformat, truncatefields } = options;
  return {
    customfields: expandedFields(customfields, settings.get('customfields'), around),
    customtags: expandedTags(customtags, settings.get('customtags'), around),
    templatedfields: templates(templatedfields, settings.get('templatedfields'), around),
    bracketreplacer,
    outputfieldformat,
    truncatefields,
  };
}

function expandedFields(fields: Readonly<Record<string, string>>, setting: Setting | undefined, around: Surroundings) {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const text = expanded(value, `customfields.${name}`, placeOf(setting, name), around);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(entries);
}

function expandedTags(tags: readonly string[], setting: Setting | undefined, around: Surroundings): string[] {
  return tags.flatMap((tag) => expanded(tag, 'customtags', placeOf(setting), around) ?? []);
}

/** `%NAME` is a variable: documented by Falcosidekick for files and variables, and there done for variables only. */
function expanded(value: string, path: string, where: string, { environment, findings }: Surroundings) {
  const [, variable] = /^%([A-Za-z_][A-Za-z0-9_]*)$/.exec(value) ?? [];
  if (variable === undefined) return value;
  const text = environment[variable];
  if (text) return text;
  findings.note({ where, path, message: `Left out: the environment variable "${variable}" is not set.` });
  return undefined;
}

function templates(fields: Readonly<Record<string, string>>, setting: Setting | undefined, around: Surroundings) {
  const entries = Object.entries(fields).flatMap(([name, text]): [string, FieldTemplate][] => {
    try {
      return [[name, fieldTemplate(text)]];
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      around.findings.problem({
        where: placeOf(setting, name),
        path: `templatedfields.${name}`,
        message: `The template does not parse: ${error.message}.`,
        remedy: 'Templates are those of Go: {{ index . "proc.name" }}.',
      });
      return [];
    }
  });
  return Object.fromEntries(entries);
}

function fieldTemplate(text: string): FieldTemplate {
  const template = parseTemplate(text);
  return (fields) => {
    try {
      return template.render(fields);
    } catch (error) {
      if (error instanceof TemplateExecutionError) return error.partial;
      throw error;
    }
  };
}

function placeOf(setting: Setting | undefined, name?: string): string {
  const entry = setting?.kind === 'map' ? setting.entries.find(({ key }) => key === name) : undefined;
  return entry?.where ?? setting?.where ?? '';
}
