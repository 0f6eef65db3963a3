import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Outcome, runProgram, type Step } from './steps.ts'

interface VitestReport {
  numTotalTests: number
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { name: string; status: string; assertionResults: unknown[] }[]
}

/** Runs projects of vitest.config.ts and counts their tests. A file that does not load counts as a failed test. */
export function vitestStep(
  name: string,
  projects: readonly string[],
  options: { coverage?: boolean; env?: Readonly<Record<string, string>> } = {},
): Step {
  return {
    name,
    run: async (): Promise<Outcome> => {
      const folder = mkdtempSync(path.join(tmpdir(), 'orrery-vitest-'))
      const file = path.join(folder, 'report.json')
      try {
        const { code, output } = await runProgram(
          'vitest',
          [
            'run',
            ...projects.flatMap((project) => ['--project', project]),
            '--reporter=default',
            '--reporter=json',
            `--outputFile.json=${file}`,
            ...(options.coverage ? ['--coverage'] : []),
          ],
          options.env,
        )
        return judge(code, output, readReport(file), options.coverage === true)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}

function readReport(file: string): VitestReport | null {
  try {
    // Written by vitest itself in the run above; its shape is fixed by the pinned version.
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  } catch {
    return null
  }
}

function judge(code: number, output: string, found: VitestReport | null, coverage: boolean): Outcome {
  if (!found) return { ok: false, summary: `ended with ${code}`, output, failed: 1 }
  const unloadable = found.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  ).length
  const failed = found.numFailedTests + unloadable
  const skipped = found.numPendingTests
  const ok = code === 0 && failed === 0 && skipped === 0 && found.numPassedTests > 0
  const words = [`${found.numPassedTests} passed`]
  if (failed > 0) words.push(`${failed} failed`)
  if (skipped > 0) words.push(`${skipped} skipped, which is not allowed`)
  if (code !== 0 && failed === 0) words.push(coverage ? 'coverage or an unhandled error' : 'unhandled error')
  return {
    ok,
    summary: words.join(', '),
    output: ok && coverage ? coverageTable(output) : output,
    showOutput: ok && coverage,
    passed: found.numPassedTests,
    failed,
  }
}

/** Only the coverage table of the output, which is printed also when all is well. */
function coverageTable(output: string): string {
  const at = output.indexOf('% Coverage report')
  return at < 0 ? output : output.slice(at)
}
