import path from 'node:path'
import { Stryker } from '@stryker-mutator/core'

/** Pure rules that are mutated when no file is named: small enough for a few minutes on two cores. */
const defaultFiles = ['worker/metrics/rules/periods.ts', 'worker/metrics/rules/formula.ts']
/** Below this share of noticed mutants the command fails. */
const SCORE_PERCENT_MIN = 60

interface Score {
  file: string
  noticed: number
  unnoticed: number
}

/**
 * Mutates one file and runs the tests of its folder against each mutant; unnoticed ones are printed with their place.
 * stryker.config.json names no tsconfig on purpose: rewriting one needs the compiler API that TypeScript 7 does not have.
 */
async function mutate(file: string): Promise<Score> {
  const folder = path.posix.dirname(file)
  const results = await new Stryker({
    configFile: 'stryker.config.json',
    mutate: [file],
    incrementalFile: `.stryker-tmp/${file.replaceAll('/', '-')}.json`,
    commandRunner: { command: `vitest run -c scripts/checks/vitest.mutation.config.ts --root . ${folder}/` },
  }).runMutationTest()
  const count = (...states: string[]) => results.filter((result) => states.includes(result.status)).length
  return { file, noticed: count('Killed', 'Timeout'), unnoticed: count('Survived', 'NoCoverage') }
}

const files = process.argv.slice(2)
const scores: Score[] = []
for (const file of files.length > 0 ? files : defaultFiles) scores.push(await mutate(file))

const line = ({ file, noticed, unnoticed }: Score) => {
  const all = noticed + unnoticed
  const percent = all === 0 ? 100 : (100 * noticed) / all
  return { text: `${file}: ${noticed} of ${all} mutants noticed, ${percent.toFixed(1)} %`, percent }
}
const sum = (part: 'noticed' | 'unnoticed') => scores.reduce((total, score) => total + score[part], 0)
const total: Score = { file: 'all', noticed: sum('noticed'), unnoticed: sum('unnoticed') }
for (const score of [...scores, total]) console.log(line(score).text)
if (line(total).percent < SCORE_PERCENT_MIN) {
  console.error(`fewer than ${SCORE_PERCENT_MIN} % of the mutants were noticed`)
  process.exitCode = 1
}
