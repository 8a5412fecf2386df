/** How many alerts a second of CPU can `JSON.parse` take, which loses the nanoseconds of `evt.time`. */
import { demoAlert, seededRandom } from '../../src/app/demo-alerts.ts';

const bodies = Array.from({ length: 256 }, (_, index) => demoAlert(seededRandom(index), Date.now()));
const parseAll = () => bodies.forEach((body) => JSON.parse(body));
for (let round = 0; round < 200; round++) parseAll();
const before = process.cpuUsage();
const rounds = 1000;
for (let round = 0; round < rounds; round++) parseAll();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ perCpuSecond: (rounds * bodies.length) / ((user + system) / 1e6) }));
