import { describe, expect, it } from 'vitest';
import { attackTagName, fullName, readAttackTag } from './attack-tag.ts';
import { techniques } from './techniques.ts';

describe('readAttackTag', () => {
  it('knows tactics by name and id, and techniques by id', () => {
    expect(readAttackTag('mitre_execution')).toMatchObject({ kind: 'tactic', tactic: { id: 'TA0002' } });
    expect(readAttackTag('ta0011')).toMatchObject({ kind: 'tactic', tactic: { name: 'Command and Control' } });
    expect(readAttackTag('T1059.004')).toMatchObject({ kind: 'technique', technique: { name: 'Unix Shell' } });
  });

  it('keeps the id of a technique that it does not know, and leaves other tags alone', () => {
    expect(readAttackTag('T9999')).toEqual({ kind: 'unknown', id: 'T9999' });
    expect(readAttackTag('container')).toBeUndefined();
    expect(readAttackTag('T1059.4')).toBeUndefined();
  });
});

describe('techniques', () => {
  it('stand once each, in the order of their ids, and after the technique that they are a part of', () => {
    const ids = techniques.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    for (const id of ids) expect(ids).toContain(id.replace(/\..*$/, ''));
  });

  it('say of a sub-technique what it is a part of', () => {
    const shell = techniques.find(({ id }) => id === 'T1059.004');
    expect(shell && fullName(shell)).toBe('Command and Scripting Interpreter: Unix Shell');
    expect(attackTagName('T1611')).toBe('T1611 Escape to Host');
  });
});
