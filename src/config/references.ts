import { literalSetting, type MapSetting, type ScalarSetting } from './setting.ts';
import { fileTrouble, type Surroundings } from './surroundings.ts';

/**
 * Values that stand elsewhere, so that no secret need stand in the configuration: `{ env: NAME }`, `{ file: PATH }`, and
 * `${NAME}` or `${NAME:-default}` inside a text. `$${` writes `${`.
 */

const interpolation = /(\$?)\$\{([^}]*)(\}?)/g;
const name = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/** Whether a map has the shape of a reference. Only asked where a single value is expected. */
export function isReference(map: MapSetting): boolean {
  const [entry, ...others] = map.entries;
  const isNamed = entry?.key === 'env' || entry?.key === 'file';
  return isNamed && others.length === 0 && entry.value.kind === 'scalar';
}

/** Follows `{ env: NAME }` or `{ file: PATH }`. `undefined` when it leads nowhere, which is then a problem. */
export function followReference(map: MapSetting, path: string, around: Surroundings): ScalarSetting | undefined {
  const [entry] = map.entries;
  if (entry?.value.kind !== 'scalar') return undefined;
  const target = entry.value.text;
  if (entry.key === 'file') return fileSetting(target, map.where, path, around);
  const text = around.environment[target];
  if (text !== undefined) return literalSetting(text, map.where);
  around.findings.problem({
    where: map.where,
    path,
    message: `The environment variable ${name.test(target) ? `"${target}"` : 'named here'} does not exist.`,
    remedy: 'Set it for the process, or remove the reference to it.',
  });
  return undefined;
}

/** The text of a file without its last line end, as editors and `kubectl create secret` leave one. */
export function fileSetting(file: string, where: string, path: string, around: Surroundings) {
  around.findings.source(file);
  try {
    return literalSetting(around.readFile(file).replace(/\r?\n$/, ''), where);
  } catch (error) {
    around.findings.problem({
      where,
      path,
      message: `The file "${file}" cannot be read: ${fileTrouble(error)}.`,
      remedy: 'Correct the path, or mount the file and give this process the right to read it.',
    });
    return undefined;
  }
}

/** Replaces every `${…}` of a text. `undefined` when one leads nowhere, which is then a problem. */
export function interpolate(setting: ScalarSetting, path: string, around: Surroundings): ScalarSetting | undefined {
  if (typeof setting.value !== 'string' || setting.isLiteral || !setting.value.includes('${')) return setting;
  let isComplete = true;
  const text = setting.value.replace(interpolation, (whole, escape: string, inner: string, end: string) => {
    if (escape === '$') return whole.slice(1);
    const found = valueOf(inner, end, around);
    if (typeof found === 'string') return found;
    isComplete = false;
    around.findings.problem({ where: setting.where, path, ...found });
    return '';
  });
  return isComplete ? literalSetting(text, setting.where) : undefined;
}

function valueOf(inner: string, end: string, { environment }: Surroundings) {
  const [, variable, fallback] = (end === '}' ? name.exec(inner) : null) ?? [];
  if (variable === undefined) {
    return {
      message: 'A reference "${…}" must hold the name of an environment variable.',
      remedy: 'Write ${NAME} or ${NAME:-default}; write $${ where "${" is meant as text.',
    };
  }
  const text = environment[variable];
  if (fallback !== undefined) return text === undefined || text === '' ? fallback : text;
  return (
    text ?? {
      message: `The environment variable "${variable}" does not exist.`,
      remedy: `Set ${variable} for the process, or write \${${variable}:-default}.`,
    }
  );
}
