import type { IsThere, SimulatedDisk } from './simulated-disk.ts';

/**
 * Disks as power cuts may leave one: every one of them if they are not too many, else so many by chance, among them those
 * with all and with nothing of what was under way.
 */
export function powerCuts(disk: SimulatedDisk, limit: number, random: () => number): readonly SimulatedDisk[] {
  let doubts = 0;
  const nothing = disk.afterPowerCut(() => doubts++ < 0);
  if (doubts === 0) return [nothing];
  if (2 ** doubts <= limit) return everyCut(disk);
  const byChance = Array.from({ length: limit - 2 }, () => {
    const likelihood = random();
    return disk.afterPowerCut(() => random() < likelihood);
  });
  return [nothing, disk.afterPowerCut(() => true), ...byChance];
}

/** Goes through the tree of answers; how many doubts there are depends on the answers before. */
function everyCut(disk: SimulatedDisk): readonly SimulatedDisk[] {
  const cuts: SimulatedDisk[] = [];
  for (let answers: readonly boolean[] | undefined = []; answers; answers = following(answers)) {
    const given: boolean[] = [];
    const planned = answers;
    const answer: IsThere = () => {
      const isThere = planned[given.length] ?? false;
      given.push(isThere);
      return isThere;
    };
    cuts.push(disk.afterPowerCut(answer));
    answers = given;
  }
  return cuts;
}

function following(answers: readonly boolean[]): readonly boolean[] | undefined {
  const last = answers.lastIndexOf(false);
  return last < 0 ? undefined : [...answers.slice(0, last), true];
}
