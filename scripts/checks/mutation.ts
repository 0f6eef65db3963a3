import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Stryker } from '@stryker-mutator/core'

/** All pure rules; a file or folder named on the command line is mutated whole instead. */
const PURE = ['worker/*/rules.ts', 'worker/*/rules/**/*.ts', 'worker/*/parsing/**/*.ts']
/** So many lines of each file are changed, which keeps the whole run within some ten minutes on two quiet cores. */
const LINES_PER_FILE = 5
/** Below this share of noticed mutants the command fails. */
const SCORE_PERCENT_MIN = 60

interface Score {
  name: string
  noticed: number
  unnoticed: number
}

const isRule = (file: string) =>
  !/(\.test\.ts|\/testing\/.*|\/test[A-Z][A-Za-z]*\.ts|\/sample\.ts)$/.test(file)

/** Lines that hold code which can be wrong: no imports, types, comments or lone brackets. */
function linesOfCode(file: string): number[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, i) =>
    /[=<>+\-*/?!(]/.test(line) && !/^\s*(import|export type|type|interface|\*|\/\*|\/\/|[})\]])/.test(line)
      ? [i + 1]
      : [],
  )
}

/**
 * The same lines in every run, spread over the file without a pattern; a line that changes takes another's place only where its
 * number moves.
 */
function sampled(file: string): string[] {
  const rank = (line: number) => createHash('sha256').update(`${file} ${line}`).digest('hex')
  return linesOfCode(file)
    .sort((a, b) => rank(a).localeCompare(rank(b)))
    .slice(0, LINES_PER_FILE)
    .map((line) => `${file}:${line}-${line}`)
}

/**
 * Mutates a folder's files and runs the folder's pure tests against each mutant; unnoticed ones are printed with their place. A
 * folder without pure tests notices nothing, which is the truth about it.
 * stryker.config.json names no tsconfig on purpose: rewriting one needs the compiler API that TypeScript 7 does not have.
 */
async function mutate(folder: string, places: readonly string[]): Promise<Score> {
  const results = await new Stryker({
    configFile: 'stryker.config.json',
    mutate: [...places],
    incrementalFile: `.stryker-tmp/${folder.replaceAll('/', '-')}.json`,
    commandRunner: {
      command: `vitest run -c scripts/checks/vitest.mutation.config.ts --passWithNoTests --root . ${folder}/`,
    },
  }).runMutationTest()
  const count = (...states: string[]) => results.filter((result) => states.includes(result.status)).length
  return { name: folder, noticed: count('Killed', 'Timeout'), unnoticed: count('Survived', 'NoCoverage') }
}

const asked = process.argv.slice(2)
const files = globSync(asked.length > 0 ? asked.map(whole) : PURE)
  .filter(isRule)
  .sort()
const folders = Map.groupBy(files, (file) => path.posix.dirname(file))
const scores: Score[] = []
for (const [folder, own] of folders) {
  const places = asked.length > 0 ? own : own.flatMap(sampled)
  if (places.length > 0) scores.push(await mutate(folder, places))
}

function whole(name: string): string {
  return name.endsWith('.ts') ? name : `${name.replace(/\/$/, '')}/**/*.ts`
}

const line = ({ name, noticed, unnoticed }: Score) => {
  const all = noticed + unnoticed
  const percent = all === 0 ? 100 : (100 * noticed) / all
  return { text: `${name}: ${noticed} of ${all} mutants noticed, ${percent.toFixed(1)} %`, percent }
}
const sum = (part: 'noticed' | 'unnoticed') => scores.reduce((total, score) => total + score[part], 0)
const total: Score = { name: 'all', noticed: sum('noticed'), unnoticed: sum('unnoticed') }
for (const score of [...scores, total]) console.log(line(score).text)
if (line(total).percent < SCORE_PERCENT_MIN) {
  console.error(`fewer than ${SCORE_PERCENT_MIN} % of the mutants were noticed`)
  process.exitCode = 1
}
