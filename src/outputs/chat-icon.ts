const pictures = 'https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs';

/** The picture beside a message, unless the operator sets another. */
export const defaultIcon = `${pictures}/falcosidekick_color.png`;

/** Where the option is emptied, Falcosidekick shows its other picture. */
export function iconOr(icon: string): string {
  return icon || `${pictures}/falcosidekick.png`;
}
