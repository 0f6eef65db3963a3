import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createEffect, For, type JSX, on, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { BookingSettings } from '../../../contracts/booking-settings.ts'
import { type BlockingChoice, blockingChoices } from '../../../contracts/booking-states.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { listOf } from '../../lib/i18n.ts'
import { only } from '../../lib/merge.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useVersioned, VersionConflict } from '../../ui/useVersioned.tsx'
import { bookingsKey } from '../bookings/queries.ts'
import { membersQuery } from '../settings/queries.ts'
import { ChallengeFields } from './ChallengeFields.tsx'
import { ClashList } from './ClashList.tsx'
import { HoursField } from './HoursField.tsx'
import { previewQuery, saveSettings } from './queries.ts'
import { type SettingsSaid, saidIn } from './said.ts'
import { words } from './words.ts'

const HOLD_HOURS_OFFERED = [12, 24, 48, 72, 120, 168, 336]

/** The settings, with the clashes that a change would make shown before it is saved. */
export function BookingSettingsForm(props: { settings: BookingSettings }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const say = useSay()
  const versioned = useVersioned<BookingSettings, SettingsSaid>({
    record: props.settings,
    valuesOf: saidIn,
    send: (now, said, changed) => saveSettings(now.version, only(said, changed)),
  })
  const [typed, setTyped] = createStore(saidIn(props.settings))
  const mine = () => ({ ...typed })
  // What somebody else changed is shown as it comes, where nothing else was chosen over it.
  createEffect(
    on(
      () => props.settings,
      (now) => setTyped(versioned.follow(now, mine()) ?? {}),
      { defer: true },
    ),
  )
  const isNew = () => typed.blocking.join() !== versioned.baseValues().blocking.join()
  const preview = useQuery(() => previewQuery(workspace().id, isNew() ? typed.blocking : null))
  const clashes = () => (isNew() && !preview.isPending ? preview.data : undefined)
  const choose = (one: BlockingChoice, isChosen: boolean) =>
    setTyped('blocking', (all) =>
      blockingChoices.filter((each) => (each === one ? isChosen : all.includes(each))),
    )
  const save = useMutation(() => ({
    mutationFn: () => versioned.save(mine()),
    onSuccess: (saved: BookingSettings | null) => {
      if (saved === null) return
      setTyped(saidIn(saved))
      toast(words.saved)
    },
    onError: (thrown: unknown) => {
      const { message, next } = asApiError(thrown)
      toast(`${message} ${next}`, { isError: true })
    },
    onSettled: () => client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
  }))
  const isNobodyTold = () => typed.unanswered === 'escalate' && typed.escalateTo === null
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
                isChecked={typed.blocking.includes(one)}
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
          value={typed.holdHours}
          onChange={(hours) => setTyped('holdHours', hours)}
        />
      </Card>
      <ChallengeFields value={typed} onChange={(change) => setTyped(change)} />
      <Show
        when={versioned.theirs()}
        fallback={
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
        }
      >
        {(other) => (
          <VersionConflict<SettingsSaid>
            fields={versioned.clashes(mine())}
            labels={words.fields}
            base={versioned.baseValues()}
            mine={mine()}
            theirs={saidIn(other())}
            say={say}
            onDecide={(isMine) => {
              setTyped(versioned.decided(mine(), isMine))
              save.mutate()
            }}
          />
        )}
      </Show>
    </form>
  )
}

/** What a setting says, as one reads it beside what somebody else made of it. */
function useSay(): (field: keyof SettingsSaid, said: SettingsSaid) => string {
  const workspace = useWorkspace()
  const members = useQuery(() => membersQuery(workspace().id))
  const nameOf = (id: string | null) => dataOf(members)?.find(({ personId }) => personId === id)?.name ?? ''
  return (field, said) => {
    switch (field) {
      case 'blocking':
        return listOf(said.blocking.map((one) => words.statuses[one]))
      case 'unanswered':
        return words.unansweredOptions[said.unanswered]
      case 'escalateTo':
        return nameOf(said.escalateTo)
      case 'challengeHours':
        return words.workingHours(said.challengeHours)
      case 'firstRefusalHours':
        return said.firstRefusalHours === 0 ? words.noRefusal : words.hours(said.firstRefusalHours)
      default:
        return words.hours(said[field])
    }
  }
}
