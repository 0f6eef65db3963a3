import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Show } from 'solid-js'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { healthOf, needsSomebody } from './health.ts'
import { connectionsQuery } from './queries.ts'
import { words } from './words.ts'

/** How many sources are not as they should be, beside the word in the navigation; nothing when all is well. */
export default function ProblemCount(): JSX.Element {
  const workspace = useWorkspace()
  const now = useNow()
  const connections = useQuery(() => connectionsQuery(workspace().id))
  const count = createMemo(() => {
    const views = dataOf(connections) ?? []
    return views.filter((view) => needsSomebody(healthOf(view, now()).kind)).length
  })
  return (
    <Show when={count() > 0}>
      <span class="count">
        {count()}
        <span class="sr">{words.health.open(count())}</span>
      </span>
    </Show>
  )
}
