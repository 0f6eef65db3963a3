import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Crown from 'lucide-solid/icons/crown'
import { createSignal, type JSX, Show } from 'solid-js'
import { call } from '../../lib/api.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { sessionQuery, useFormat, useSession, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { offersQuery } from './queries.ts'
import { peopleText } from './text.ts'

const words = peopleText.offer

/** Ownership that is offered: whom it is made to answers it here, owners can take it back. */
export function OfferNotice(): JSX.Element {
  const workspace = useWorkspace()
  const session = useSession()
  const format = useFormat()
  const client = useQueryClient()
  const offers = useQuery(() => offersQuery(workspace().id))
  const [isBusy, setBusy] = createSignal(false)
  const offer = () => dataOf(offers)?.[0]
  const isToMe = () => offer()?.to.personId === session.data?.person.id
  const send = async (method: 'POST' | 'DELETE', path: string, said: string) => {
    setBusy(true)
    try {
      await call(`/api/v1/ownership-offers/${path}`, { method })
      toast(said)
    } catch (thrown) {
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
    } finally {
      setBusy(false)
      await client.invalidateQueries({ queryKey: [workspace().id, 'members'] })
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
    }
  }
  return (
    <Show when={offer()}>
      {(found) => (
        <Show
          when={isToMe()}
          fallback={
            <Notice
              tone="info"
              icon={Crown}
              action={
                <Button
                  size="sm"
                  isBusy={isBusy()}
                  onClick={() => void send('DELETE', found().id, words.tookBack)}
                >
                  {words.takeBack}
                </Button>
              }
            >
              {words.waits(found().to.name, format().day(found().endsAt.slice(0, 10)))}
            </Notice>
          }
        >
          <Notice
            tone="info"
            icon={Crown}
            action={
              <>
                <Button
                  size="sm"
                  kind="primary"
                  isBusy={isBusy()}
                  onClick={() => void send('POST', `${found().id}/accept`, words.accepted)}
                >
                  {words.accept}
                </Button>
                <Button size="sm" onClick={() => void send('DELETE', found().id, words.declined)}>
                  {words.decline}
                </Button>
              </>
            }
          >
            <b>{words.toYou(found().from.name, workspace().name)}</b>{' '}
            {words.toYouSay(found().from.name, found().thenRoleName)}
          </Notice>
        </Show>
      )}
    </Show>
  )
}
