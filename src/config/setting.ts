/**
 * The configuration as it was written, before anybody knows what it means: values, and where each of them stands, so that
 * a problem found much later can still point there.
 */
export type Setting = ScalarSetting | ListSetting | MapSetting;

export interface ScalarSetting {
  readonly kind: 'scalar';
  /** `null` where nothing was written. */
  readonly value: string | number | boolean | null;
  /** As it was written: a long number keeps all its digits. */
  readonly text: string;
  /** From the environment or from a file of its own: `${…}` in it is just text. */
  readonly isLiteral?: boolean;
  /** `falcosidekick.yaml:12` or `environment variable SLACK_CHANNEL`. */
  readonly where: string;
}

export interface ListSetting {
  readonly kind: 'list';
  readonly items: readonly Setting[];
  readonly where: string;
}

export interface MapSetting {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly where: string;
}

export interface MapEntry {
  readonly key: string;
  readonly value: Setting;
  /** Of the key. */
  readonly where: string;
}

/** A value that is taken as it is. */
export function literalSetting(text: string, where: string): ScalarSetting {
  return { kind: 'scalar', value: text, text, isLiteral: true, where };
}

/** An empty value counts as unset everywhere, as it does in Falcosidekick's environment. */
export function isEmpty(setting: Setting): boolean {
  switch (setting.kind) {
    case 'scalar':
      return setting.value === null || setting.value === '';
    case 'list':
      return setting.items.every(isEmpty);
    case 'map':
      return setting.entries.length === 0;
  }
}

/** The entry of a map by name, in any case. */
export function entryOf(map: MapSetting, name: string): MapEntry | undefined {
  return map.entries.find(({ key }) => key.toLowerCase() === name);
}
