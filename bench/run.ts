// `npm run bench -- NAME [--json] [--repeat N]`
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bench, type BenchReport, machine } from './harness.ts';

const here = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(here).filter((name) => existsSync(join(here, name, 'index.ts')));
const args = process.argv.slice(2);
const asJson = args.includes('--json');
const repeatAt = args.indexOf('--repeat');
const repeat = repeatAt < 0 ? 1 : Number(args[repeatAt + 1]);
const name = args.find((arg, i) => !arg.startsWith('-') && (repeatAt < 0 || i !== repeatAt + 1));

if (!name || !names.includes(name)) {
  console.error(
    `${name ? `There is no benchmark "${name}".` : 'Which benchmark?'} One of: ${names.join(', ')}`,
  );
  console.error('Example: npm run bench -- governor --json');
  process.exit(2);
}

const { default: bench, repeats = false } = (await import(`./${name}/index.ts`)) as {
  default: Bench;
  repeats?: boolean;
};
if (!Number.isInteger(repeat) || repeat < 1) refuse('--repeat takes a whole number from 1 on.');
if (repeat > 1 && !repeats) refuse(`The benchmark "${name}" has rounds of its own; it takes no --repeat.`);
const measured = await bench((line) => console.error(line), { repeat });
const report: BenchReport = { bench: name, machine: machine(), ...measured };
if (asJson) console.log(JSON.stringify(report));
else print(report);
// Peers leave timers behind (one of ten minutes): they must not keep the machine, and whoever waits for it.
process.stdout.write('', () => process.exit(0));

function refuse(says: string): never {
  console.error(says);
  process.exit(2);
}

function print({ bench, machine, rows, notes }: BenchReport): void {
  console.log(
    `${bench} on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}\n`,
  );
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.values)))];
  const table = [
    ['case', 'metric', 'unit', ...columns],
    ...rows.map((row) => [
      row.case,
      row.metric,
      row.unit,
      ...columns.map((column) => figure(row.values[column])),
    ]),
  ];
  const widths = table[0]!.map((_, i) => Math.max(...table.map((line) => line[i]!.length)));
  for (const line of table)
    console.log(
      line.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    );
  for (const note of notes ?? []) console.log(`\n${note}`);
}

function figure(value: number | undefined): string {
  if (value === undefined) return '-';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toString();
}
