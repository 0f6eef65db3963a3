import './preferences.css'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { type NotificationKind, notificationKinds } from '../../../contracts/notification-kinds.ts'
import type {
  NoticeWay,
  NotificationPreferences,
  PutNotificationPreferences,
} from '../../../contracts/notification-preferences.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'

import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { toast } from '../../ui/Toast.tsx'
import { zoneOptions } from '../workspaces/choices.ts'
import { InboxHead } from './InboxHead.tsx'
import { inboxKey, preferencesQuery, putPreferences } from './queries.ts'
import { useMutes } from './useMutes.ts'
import { words } from './words.ts'

type ChosenKind = keyof PutNotificationPreferences['ways']
const isMandatory = (kind: NotificationKind) => notificationKinds[kind].isMailed
// Object.keys forgets which keys there are; they are those of the table.
const kinds = Object.keys(notificationKinds) as NotificationKind[]
const chosenKinds = kinds.filter((kind): kind is NotificationKind & ChosenKind => !isMandatory(kind))
const mandatoryKinds = kinds.filter(isMandatory)

interface Values extends Record<string, unknown> {
  ways: PutNotificationPreferences['ways']
  hasQuiet: boolean
  quietFrom: string
  quietTo: string
  hasDigest: boolean
  digestAt: string
  timeZone: string
}

const fieldOf: Readonly<Record<string, string>> = {
  quiet: 'quietTo',
  digestAt: 'digestAt',
  timeZone: 'timeZone',
}

/** The contract, held against what the fields say. */
const schema = () =>
  import('../../../contracts/notification-preferences.ts').then(({ PutNotificationPreferences: Put }) => ({
    safeParse: (value: unknown) => {
      const { ways, hasQuiet, quietFrom, quietTo, hasDigest, digestAt, timeZone } = value as Values
      const quiet = hasQuiet ? { from: quietFrom, to: quietTo } : null
      const checked = Put.safeParse({ ways, quiet, digestAt: hasDigest ? digestAt : null, timeZone })
      if (checked.success) return checked
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [fieldOf[String(path[0])] ?? 'timeZone'],
        message,
      }))
      return { success: false as const, error: { issues } }
    },
  }))

/** How somebody hears of what they are told: which kinds, when not, and whether once a day. */
export default function PreferencesPage(): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => preferencesQuery(workspace().id))
  return (
    <>
      <InboxHead sub={words.preferences.sub} />
      <QueryView
        query={query}
        what={words.preferences.what}
        skeleton={<Skeleton label={words.preferences.what} shape="table" />}
      >
        {(found) => <Preferences found={found()} />}
      </QueryView>
      <Silent />
    </>
  )
}

/** Records they hear nothing of any more, with a way back; nothing where there are none. */
function Silent(): JSX.Element {
  const silence = useMutes()
  return (
    <Show when={silence.mutes().length > 0}>
      <Card title={words.mutes.title} class="notice-silent">
        <p class="sm muted">{words.mutes.say}</p>
        <ul class="notice-kinds">
          <For each={silence.mutes()}>
            {(one) => (
              <li>
                <span>{one.title}</span>
                <Button
                  size="sm"
                  aria-label={words.mutes.unmute(one.title)}
                  onClick={() => silence.change({ id: one.id, isMuted: false })}
                >
                  {words.mutes.unmuteShort}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </Show>
  )
}

function Preferences(props: { found: NotificationPreferences }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  // Somebody who has chosen nothing yet is where their browser is.
  const isUntouched = () => props.found.version === 1
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  let { version } = props.found
  const form = createForm<Values, PutNotificationPreferences>({
    initial: {
      ways: props.found.ways,
      hasQuiet: props.found.quiet !== null,
      quietFrom: props.found.quiet?.from ?? '22:00',
      quietTo: props.found.quiet?.to ?? '07:00',
      hasDigest: props.found.digestAt !== null,
      digestAt: props.found.digestAt ?? '08:00',
      timeZone: isUntouched() ? here : props.found.timeZone,
    },
    schema,
    messages: { quietTo: words.preferences.quietWrong, digestAt: words.preferences.digestWrong },
    submit: async (chosen) => {
      try {
        const saved = await putPreferences(version, chosen)
        version = saved.version
        toast(words.preferences.saved)
      } catch (thrown) {
        if (asApiError(thrown).code !== 'stale_version') throw thrown
        // Another window of the same person was faster; what was typed here stays and counts on saving again.
        version = (await client.fetchQuery(preferencesQuery(workspace().id))).version
        toast(words.preferences.stale, { isError: true })
      }
      await client.invalidateQueries({ queryKey: inboxKey(workspace().id) })
    },
  })
  const wayOf = (kind: ChosenKind): NoticeWay => form.values.ways[kind] ?? 'inbox'
  return (
    <Form form={form}>
      <Card title={words.preferences.kinds}>
        <ul class="notice-kinds">
          <For each={chosenKinds}>
            {(kind) => (
              <li>
                <span>{words.preferences.kind[kind]}</span>
                <Segmented
                  size="sm"
                  label={words.preferences.kind[kind]}
                  options={words.preferences.ways}
                  value={wayOf(kind)}
                  onChange={(way) => form.set('ways', { ...form.values.ways, [kind]: way })}
                />
              </li>
            )}
          </For>
        </ul>
        <h3 class="notice-mandatory">{words.preferences.mandatory}</h3>
        <p class="sm muted">{words.preferences.mandatorySay}</p>
        <ul class="notice-always">
          <For each={mandatoryKinds}>{(kind) => <li>{words.preferences.kind[kind]}</li>}</For>
        </ul>
      </Card>
      <Card title={words.preferences.times}>
        <div class="col">
          <div class="notice-choice">
            <Checkbox
              label={words.preferences.quiet}
              isChecked={form.values.hasQuiet}
              onChange={(hasQuiet) => form.set('hasQuiet', hasQuiet)}
            />
            <p class="sm muted">{words.preferences.quietSay}</p>
          </div>
          <Show when={form.values.hasQuiet}>
            <div class="notice-times">
              <TextField label={words.preferences.quietFrom} type="time" {...form.bind('quietFrom')} />
              <TextField label={words.preferences.quietTo} type="time" {...form.bind('quietTo')} />
            </div>
          </Show>
          <div class="notice-choice">
            <Checkbox
              label={words.preferences.digest}
              isChecked={form.values.hasDigest}
              onChange={(hasDigest) => form.set('hasDigest', hasDigest)}
            />
            <p class="sm muted">{words.preferences.digestSay}</p>
          </div>
          <Show when={form.values.hasDigest}>
            <div class="notice-times">
              <TextField label={words.preferences.digestAt} type="time" {...form.bind('digestAt')} />
            </div>
          </Show>
          <Show when={form.values.hasQuiet || form.values.hasDigest}>
            <Combobox
              id="timeZone"
              label={words.preferences.timeZone}
              options={zoneOptions(null, form.values.timeZone)}
              value={form.values.timeZone}
              onChange={(zone) => form.set('timeZone', zone)}
              error={form.errors.timeZone ?? null}
            />
          </Show>
        </div>
      </Card>
      <div class="row">
        <Button type="submit" kind="primary" isBusy={form.isBusy()}>
          {text.form.save}
        </Button>
      </div>
    </Form>
  )
}
