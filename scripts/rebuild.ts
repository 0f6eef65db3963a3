import { stateFolder } from './stack/state.ts'

const DEFAULT_PORT = 8787

interface Rebuilt {
  data?: { isEqual: boolean; bucketsBefore: number; bucketsAfter: number }
  error?: { message: string }
}

/** `npm run rebuild -- WORKSPACE`: builds the read model of a running workspace anew and prints whether it equals the old one. */
async function main(): Promise<void> {
  const [workspace] = process.argv.slice(2)
  if (workspace === undefined) throw new Error('Name the workspace: npm run rebuild -- demo')
  const url = `http://127.0.0.1:${process.env.PORT ?? DEFAULT_PORT}`
  const startedAt = performance.now()
  const response = await fetch(`${url}/dev/rebuild?workspace=${encodeURIComponent(workspace)}`, {
    method: 'POST',
  }).catch(() => {
    throw new Error(
      `Orrery does not answer at ${url}. Start it with npm start (state in ${stateFolder().path}), then run this again.`,
    )
  })
  const answer = (await response.json()) as Rebuilt
  if (answer.data === undefined) throw new Error(`${workspace}: ${answer.error?.message ?? response.status}`)
  const { isEqual, bucketsBefore, bucketsAfter } = answer.data
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `${workspace}: ${bucketsAfter} buckets rebuilt in ${seconds} s; ${isEqual ? 'equal to' : `DIFFERENT from`} the ${bucketsBefore} before`,
  )
  process.exitCode = isEqual ? 0 : 1
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
