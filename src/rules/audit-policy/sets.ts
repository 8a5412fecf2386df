export function inBoth<Value>(left: ReadonlySet<Value>, right: ReadonlySet<Value>): ReadonlySet<Value> {
  const [smaller, larger] = left.size < right.size ? [left, right] : [right, left];
  return new Set([...smaller].filter((value) => larger.has(value)));
}

export function inEither<Value>(left: ReadonlySet<Value>, right: ReadonlySet<Value>): ReadonlySet<Value> {
  return new Set([...left, ...right]);
}

export function inFirst<Value>(left: ReadonlySet<Value>, right: ReadonlySet<Value>): ReadonlySet<Value> {
  return new Set([...left].filter((value) => !right.has(value)));
}

export function isSubset<Value>(part: ReadonlySet<Value>, whole: ReadonlySet<Value>): boolean {
  return part.size <= whole.size && [...part].every((value) => whole.has(value));
}

export function isSame<Value>(left: ReadonlySet<Value>, right: ReadonlySet<Value>): boolean {
  return left.size === right.size && isSubset(left, right);
}
