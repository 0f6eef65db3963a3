import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import type { UpdateWorkspace } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
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

/** Saves a change at the version that is on screen; what the page shows is read anew afterwards, also after a refusal. */
export function useSave() {
  const workspace = useWorkspace()
  const client = useQueryClient()
  return async (change: UpdateWorkspace) => {
    const { id } = workspace()
    try {
      const { settingsVersion } = await client.ensureQueryData(setupQuery(id))
      await call(`/api/v1/workspaces/${id}`, { method: 'PATCH', body: change, ifMatch: settingsVersion })
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
  const save = useSave()
  const { name, industry, country } = workspace()
  const form = createForm({
    initial: { name, industry, country },
    schema,
    messages: { name: words.nameMissing },
    submit: save,
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
  const save = useSave()
  const { timeZone, weekStart, fiscalYearStartMonth, country } = workspace()
  const form = createForm({ initial: { timeZone, weekStart, fiscalYearStartMonth }, schema, submit: save })
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
  const save = useSave()
  const { currency } = workspace()
  const form = createForm({ initial: { currency }, schema, submit: save })
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
