import { readFileSync } from 'node:fs'
import { checkDataModel } from './data-model.ts'
import { checkImports } from './imports.ts'
import { checkLockFile } from './lock-file.ts'
import { checkRules, readRuleSources } from './rules.ts'
import { details, type Finished, problemStep, programStep, runStep, type Step, table } from './steps.ts'
import { vitestStep } from './vitest-step.ts'

/** Several checkers would work out the same types side by side, and the programs keep both cores busy already. */
const typesOf = (config: string): string[] => ['--noEmit', '--checkers', '1', '-p', config]

/**
 * Checks that run no test; none needs a database, a browser or the network, and they do not depend on each other. With `inGaps` their
 * programs leave the machine to whoever does not wait.
 */
const stepsOf = ({ inGaps }: { inGaps: boolean }): readonly Step[] => [
  programStep('format and lint', 'biome', ['check', '--error-on-warnings', '.'], inGaps),
  programStep('types', 'tsc', typesOf('tsconfig.json'), inGaps),
  programStep('types of web', 'tsc', typesOf('web/tsconfig.json'), inGaps),
  programStep('types of browser tests', 'tsc', typesOf('web/e2e/tsconfig.json'), inGaps),
  problemStep('imports', () => {
    const { files, imports, problems } = checkImports(process.cwd())
    return {
      summary: `${files} files, ${imports} imports`,
      problems: problems.map((problem) => `${problem.from} -> ${problem.to}: ${problem.reason}`),
    }
  }),
  problemStep('rules', () => checkRules(readRuleSources(process.cwd()))),
  problemStep('lock file', () => checkLockFile(readFileSync('package-lock.json', 'utf8'))),
  problemStep('data model', checkDataModel),
]

export const readingSteps = stepsOf({ inGaps: false })
export const readingStepsInGaps = stepsOf({ inGaps: true })

/** Runs the fast checks and the pure tests side by side. */
function runVerify(): Promise<Finished[]> {
  return Promise.all([...readingSteps, vitestStep('pure tests', ['unit'])].map(runStep))
}

if (import.meta.main) {
  const finished = await runVerify()
  console.log(`${details(finished)}\n${table(finished)}`)
  if (finished.some((step) => !step.ok)) process.exitCode = 1
}
