import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import type { UpdateWorkspace } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { ApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { clashing, differing, type Fields, only } from '../../lib/merge.ts'
import { sessionQuery, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { setupQuery } from '../onboarding/queries.ts'
import { CalendarFields, CountryField, CurrencyField, TimeZoneField } from '../workspaces/CountingFields.tsx'
import { IndustryField } from '../workspaces/IndustryField.tsx'
import { workspaceText } from '../workspaces/text.ts'
import { settingsText } from './text.ts'

const words = settingsText.workspace
const schema = () => import('../../../contracts/workspaces.ts').then((module) => module.UpdateWorkspace)

/** What the workspace says now of the fields of a section. */
async function readFromSession<V extends Fields>(client: QueryClient, id: string, opened: V): Promise<V> {
  const me = await client.fetchQuery({ ...sessionQuery(), staleTime: 0 })
  const now = me?.workspaces.find((one) => one.id === id)
  // A section is named by the fields of the workspace that it shows.
  return now === undefined
    ? opened
    : ({ ...opened, ...only({ ...now }, Object.keys(opened) as never[]) } as V)
}

/**
 * Saves what differs from what a section opened with. All sections have one version, which moves with each of them, so what is compared is
 * the fields: one that somebody else changed meanwhile is not put aside before it was said. What the page shows is read anew afterwards.
 */
export function useSave<V extends UpdateWorkspace & Fields>(
  opened: V,
  readNow: (client: QueryClient, id: string, opened: V) => Promise<V> = readFromSession,
) {
  const workspace = useWorkspace()
  const client = useQueryClient()
  let seen = opened
  return async (change: UpdateWorkspace) => {
    const { id } = workspace()
    const mine: V = { ...seen, ...change }
    const changed = differing(seen, mine)
    try {
      if (changed.length > 0) {
        // The version first: a change after that is refused by it, one before it is seen in the fields.
        const { settingsVersion } = await client.fetchQuery({ ...setupQuery(id), staleTime: 0 })
        const now = await readNow(client, id, seen)
        const putAside = clashing(seen, mine, now)
        // Only of these is it said what they are now: a field that is as it was opened was not typed, and is not sent.
        seen = { ...seen, ...only(now, putAside) }
        if (putAside.length > 0)
          throw new ApiError({ code: 'stale_version', status: 409, message: text.conflict.saveAgain })
        const body = only(mine, changed)
        await call(`/api/v1/workspaces/${id}`, { method: 'PATCH', body, ifMatch: settingsVersion })
        seen = mine
      }
      toast(text.form.saved)
    } finally {
      await client.invalidateQueries({ queryKey: [id] })
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
    }
  }
}

/** Frame of one section: its problems, its fields, its button. */
export function Section<V extends Record<string, unknown>, T>(props: {
  title: string
  form: ReturnType<typeof createForm<V, T>>
  children: JSX.Element
}): JSX.Element {
  return (
    <Card title={props.title}>
      <Form form={props.form}>
        {props.children}
        <div class="row">
          <Button
            type="submit"
            kind="primary"
            isBusy={props.form.isBusy()}
            aria-label={words.saveSection(props.title)}
          >
            {text.form.save}
          </Button>
        </div>
      </Form>
    </Card>
  )
}

/** Name, industry, country. */
export function ProfileCard(): JSX.Element {
  const workspace = useWorkspace()
  const { name, industry, country } = workspace()
  const initial = { name, industry, country }
  const form = createForm({
    initial,
    schema,
    messages: { name: words.nameMissing },
    submit: useSave(initial),
  })
  return (
    <Section title={words.general} form={form}>
      <TextField label={words.name} autocomplete="organization" {...form.bind('name')} />
      <IndustryField
        value={form.values.industry}
        onChange={(next) => form.set('industry', next)}
        error={form.errors.industry}
      />
      <CountryField
        value={form.values.country}
        onChange={(next) => form.set('country', next)}
        error={form.errors.country}
      />
    </Section>
  )
}

/** Time zone, week, fiscal year. The time zone stays once there are numbers. */
export function CalendarCard(props: { isFixed: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const { timeZone, weekStart, fiscalYearStartMonth, country } = workspace()
  const initial = { timeZone, weekStart, fiscalYearStartMonth }
  const form = createForm({ initial, schema, submit: useSave(initial) })
  return (
    <Section title={words.calendar} form={form}>
      <Show
        when={!props.isFixed}
        fallback={
          <Fixed label={workspaceText.timeZone} value={timeZone.replaceAll('_', ' ')} why={words.zoneFixed} />
        }
      >
        <TimeZoneField
          country={country}
          value={form.values.timeZone}
          onChange={(next) => form.set('timeZone', next)}
          error={form.errors.timeZone}
        />
      </Show>
      <CalendarFields
        weekStart={form.values.weekStart}
        fiscalYearStartMonth={form.values.fiscalYearStartMonth}
        onWeekStart={(day) => form.set('weekStart', day)}
        onFiscalYear={(month) => form.set('fiscalYearStartMonth', month)}
      />
    </Section>
  )
}

/** Base currency; it stays once there are numbers. */
export function CurrencyCard(props: { isFixed: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const { currency } = workspace()
  const initial = { currency }
  const form = createForm({ initial, schema, submit: useSave(initial) })
  return (
    <Show
      when={!props.isFixed}
      fallback={
        <Card title={words.money}>
          <Fixed label={workspaceText.currency} value={currency} why={words.currencyFixed} />
        </Card>
      }
    >
      <Section title={words.money} form={form}>
        <CurrencyField
          value={form.values.currency}
          onChange={(next) => form.set('currency', next)}
          error={form.errors.currency}
        />
      </Section>
    </Show>
  )
}

function Fixed(props: { label: string; value: string; why: string }): JSX.Element {
  return (
    <div class="field">
      <span class="lab">{props.label}</span>
      <p>{props.value}</p>
      <p class="cap subtle">{props.why}</p>
    </div>
  )
}
