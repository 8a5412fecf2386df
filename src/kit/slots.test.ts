import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

it('holds what was added and not removed', () => {
  const slots = new Slots<{ name: string }>();
  const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  slots.add(a);
  const place = slots.add(b);
  slots.remove(place, b);
  slots.add(c);
  expect([...slots]).toEqual([a, c]);
  expect(slots.size).toBe(2);
});

it('removes nothing a second time, although the place has another value', () => {
  const slots = new Slots<{ name: string }>();
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  const place = slots.add(a);
  slots.remove(place, a);
  slots.remove(place, a);
  expect(slots.add(b)).toBe(place);
  slots.remove(place, a);
  expect([...slots]).toEqual([b]);
});

it('lets values be removed while somebody goes through them', () => {
  const slots = new Slots<{ place: number }>();
  const values = [{ place: 0 }, { place: 1 }, { place: 2 }];
  for (const value of values) value.place = slots.add(value);
  const seen = [];
  for (const value of slots) {
    seen.push(value);
    slots.remove(value.place, value);
  }
  expect(seen).toEqual(values);
  expect(slots.size).toBe(0);
});
