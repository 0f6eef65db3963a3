import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { BookingSettings } from '../../../contracts/booking-settings.ts'
import { type BlockingChoice, blockingChoices } from '../../../contracts/booking-states.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { toast } from '../../ui/Toast.tsx'
import { bookingsKey } from '../bookings/queries.ts'
import { ChallengeFields } from './ChallengeFields.tsx'
import { ClashList } from './ClashList.tsx'
import { HoursField } from './HoursField.tsx'
import { otherOf } from './other.ts'
import { previewQuery, saveSettings } from './queries.ts'
import { words } from './words.ts'

const HOLD_HOURS_OFFERED = [12, 24, 48, 72, 120, 168, 336]

/** The settings, with the clashes that a change would make shown before it is saved. */
export function BookingSettingsForm(props: {
  settings: BookingSettings
  /** Somebody changed them since: what is typed here says nothing any more. */
  onStale: () => Promise<unknown>
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [chosen, setChosen] = createSignal<readonly BlockingChoice[]>(props.settings.blocking)
  const [other, setOther] = createStore(otherOf(props.settings))
  const blocking = createMemo(() => blockingChoices.filter((one) => chosen().includes(one)))
  const isNew = () => blocking().join() !== props.settings.blocking.join()
  const preview = useQuery(() => previewQuery(workspace().id, isNew() ? blocking() : null))
  const clashes = () => (isNew() && !preview.isPending ? preview.data : undefined)
  const choose = (one: BlockingChoice, isChosen: boolean) =>
    setChosen((all) => (isChosen ? [...all, one] : all.filter((each) => each !== one)))
  const save = useMutation(() => ({
    mutationFn: () => saveSettings(props.settings.version, { blocking: blocking(), ...other }),
    onSuccess: () => toast(words.saved),
    onError: async (thrown: unknown) => {
      const { code, message, next } = asApiError(thrown)
      if (code === 'stale_version') await props.onStale()
      toast(code === 'stale_version' ? words.stale : `${message} ${next}`, { isError: true })
    },
    onSettled: () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
  }))
  const isNobodyTold = () => other.unanswered === 'escalate' && other.escalateTo === null
  const hasClashes = () => (clashes()?.total ?? 0) > 0
  return (
    <form
      class="col"
      onSubmit={(event) => {
        event.preventDefault()
        if (!hasClashes() && !isNobodyTold()) save.mutate()
      }}
    >
      <Card title={words.blocking}>
        <div class="col">
          <p class="sm muted">{words.always}</p>
          <For each={blockingChoices}>
            {(one) => (
              <Checkbox
                label={words.statuses[one]}
                hint={words.hints[one]}
                isChecked={blocking().includes(one)}
                onChange={(isChosen) => choose(one, isChosen)}
              />
            )}
          </For>
          <Show when={hasClashes() && clashes()}>{(found) => <ClashList found={found()} />}</Show>
        </div>
      </Card>
      <Card title={words.holds}>
        <HoursField
          label={words.holdHours}
          hint={words.holdSay}
          offered={HOLD_HOURS_OFFERED}
          value={other.holdHours}
          onChange={(hours) => setOther('holdHours', hours)}
        />
      </Card>
      <ChallengeFields value={other} onChange={(change) => setOther(change)} />
      <div class="row">
        <Button
          type="submit"
          kind="primary"
          isBusy={save.isPending || (isNew() && preview.isFetching)}
          blocked={(hasClashes() && words.blocked) || (isNobodyTold() && words.nobodyTold)}
        >
          {text.form.save}
        </Button>
      </div>
    </form>
  )
}
