import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { BookingSettings } from '../../../contracts/booking-settings.ts'
import { type BlockingChoice, blockingChoices } from '../../../contracts/booking-states.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { bookingsKey } from '../bookings/queries.ts'
import { ClashList } from './ClashList.tsx'
import { previewQuery, saveSettings } from './queries.ts'
import { words } from './words.ts'

const HOURS_OFFERED = [12, 24, 48, 72, 120, 168, 336]

/** The settings, with the clashes that a change would make shown before it is saved. */
export function BookingSettingsForm(props: { settings: BookingSettings }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [chosen, setChosen] = createSignal<readonly BlockingChoice[]>(props.settings.blocking)
  const [holdHours, setHoldHours] = createSignal(props.settings.holdHours)
  const blocking = createMemo(() => blockingChoices.filter((one) => chosen().includes(one)))
  const isNew = () => blocking().join() !== props.settings.blocking.join()
  const preview = useQuery(() => previewQuery(workspace().id, isNew() ? blocking() : null))
  const clashes = () => (isNew() && !preview.isPending ? preview.data : undefined)
  const hoursOffered = () => [...new Set([...HOURS_OFFERED, props.settings.holdHours])].sort((a, b) => a - b)
  const choose = (one: BlockingChoice, isChosen: boolean) =>
    setChosen((all) => (isChosen ? [...all, one] : all.filter((each) => each !== one)))
  const save = useMutation(() => ({
    mutationFn: () => saveSettings(props.settings.version, { blocking: blocking(), holdHours: holdHours() }),
    onSuccess: () => toast(words.saved),
    onError: (thrown: unknown) => {
      const { code, message, next } = asApiError(thrown)
      toast(code === 'stale_version' ? words.stale : `${message} ${next}`, { isError: true })
    },
    onSettled: () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
  }))
  const hasClashes = () => (clashes()?.total ?? 0) > 0
  return (
    <form
      class="col"
      onSubmit={(event) => {
        event.preventDefault()
        if (!hasClashes()) save.mutate()
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
        <Select
          label={words.holdHours}
          hint={words.holdSay}
          value={String(holdHours())}
          options={hoursOffered().map((hours) => ({ value: String(hours), label: words.hours(hours) }))}
          onChange={(hours) => setHoldHours(Number(hours))}
        />
      </Card>
      <div class="row">
        <Button
          type="submit"
          kind="primary"
          isBusy={save.isPending || (isNew() && preview.isFetching)}
          blocked={hasClashes() && words.blocked}
        >
          {text.form.save}
        </Button>
      </div>
    </form>
  )
}
