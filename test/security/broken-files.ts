/** What people, editors and half-written files do to a configuration, at the very place of a secret. */
export function brokenFiles(text: string): readonly string[] {
  const line = /^( *)(\S+:) (.*K4nary.*)$/m;
  const changes = [
    '$1$2 "$3',
    '$1$2 $3"',
    "$1$2 '$3",
    '$1$2 {$3',
    '$1$2 [$3',
    '$1$2 [$3]',
    '$1$2 { a: $3 }',
    '$1$2 &$3',
    '$1$2 *$3',
    '$1$2 !$3 x',
    '$1$2 $3: x',
    '$1\t$2 $3',
    '$1$2 |\n$3',
    '$1$2 $${$3',
    '$1$2 $3\n$1$2 $3',
    '$1x$2 $3',
    '$1$3: $2',
    '$1$3',
  ];
  return changes.map((change) => text.replace(line, change));
}
