import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import type { ApiError } from '../../lib/errors.ts'
import { key, NO_WORKSPACE } from '../../lib/query.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { words } from './words.ts'

/** Sentence and next step of a code. The table comes with the schema library, so it is loaded only when it is needed. */
const wordsOfCode = (code: string) => ({
  queryKey: key(NO_WORKSPACE, 'words', 'error', code),
  queryFn: async () => {
    const { errorTable } = await import('../../../contracts/errors.ts')
    const known: Readonly<Record<string, { sentence: string; next: string }>> = errorTable
    const entry = known[code] ?? errorTable.consent_unknown
    return { sentence: entry.sentence, next: entry.next }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

function whoOf(code: string, name: string | undefined): string {
  if (code === 'connector_unavailable') return words.refused.whoServer
  const isTheirs = code === 'scopes_missing' || code === 'provider_forbids'
  return isTheirs && name ? words.refused.whoThere(name) : ''
}

/** Why there is no consent: what happened, what to do, what still works, and who can help. */
export function ConsentProblem(props: {
  code: string
  error?: ApiError | null
  /** Name of the source, where it is known. */
  name?: string
  action?: JSX.Element
  onClose: () => void
}): JSX.Element {
  const table = useQuery(() => wordsOfCode(props.code))
  const said = () => {
    if (props.error) return { sentence: props.error.message, next: props.error.next }
    return dataOf(table)
  }
  return (
    <Show when={said()}>
      {(shown) => (
        <div class="conn-refused">
          <Notice
            tone="neg"
            isAlert
            action={
              <>
                {props.action}
                <Button size="sm" kind="quiet" onClick={() => props.onClose()}>
                  {words.refused.close}
                </Button>
              </>
            }
          >
            <b class="sb">{shown().sentence}</b> {shown().next} {whoOf(props.code, props.name)}{' '}
            {words.refused.works}
          </Notice>
        </div>
      )}
    </Show>
  )
}
