import { env } from 'cloudflare:workers'
import { dispatchBatch } from '../queues/dispatch.ts'
import type { QueueMessage } from '../queues/messages.ts'
import { createEdge } from './edge/app.ts'
import { systemRuntime } from './edge/deps.ts'
import { mountImports } from './edge/import-upload.ts'
import { mountLogo } from './edge/logo-routes.ts'
import { mountPortfolios } from './edge/portfolio-files.ts'
import { runControlSweep, sendDueSyncs, sendJobNews } from './edge/sweep.ts'
import { type Env, settingsProblems } from './platform/env.ts'
import { consoleLog } from './platform/log.ts'
import { placesOf } from './tenant/files.ts'
import { lookForOrphans } from './workspaces/orphans.service.ts'

export { TenantObject } from './tenant/object.ts'
export { PersonCalls } from './tenant/person-calls.ts'

// Composition root: what the runtime hands over becomes dependencies here, once per isolate.
const problems = settingsProblems(env)
if (problems.length > 0) consoleLog.error('settings_wrong', { problems })
const edge = createEdge(env, systemRuntime(consoleLog), {
  mountFiles: (api) => {
    mountImports(api, env.FILES)
    mountLogo(api, env.FILES)
    mountPortfolios(api, env.FILES)
  },
})

export default {
  fetch: (request) => edge.fetch(request),
  queue: (batch, bindings) => dispatchBatch(bindings, consoleLog, batch),
  scheduled: (_event, bindings, ctx) => {
    const now = new Date()
    ctx.waitUntil(runControlSweep(bindings, now))
    ctx.waitUntil(sendDueSyncs(bindings, now))
    ctx.waitUntil(sendJobNews(bindings, now))
    ctx.waitUntil(lookForOrphans({ binding: bindings.DB, log: consoleLog, now }, placesOf(bindings)))
  },
} satisfies ExportedHandler<Env, QueueMessage>
