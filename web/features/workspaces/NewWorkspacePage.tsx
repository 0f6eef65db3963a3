import { Navigate, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { type Country, countries, countryOfZone } from '../../../contracts/countries.ts'
import type { Region } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { sessionQuery, useSession } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { Select } from '../../ui/Select.tsx'
import { WaitingNotice } from '../people/JoinList.tsx'
import { CalendarFields, CountryField, CurrencyField, TimeZoneField } from './CountingFields.tsx'
import { IndustryField } from './IndustryField.tsx'
import { LookForWork } from './LookForWork.tsx'
import { slugOf } from './slug.ts'
import { workspaceText } from './text.ts'

const schema = () => import('../../../contracts/workspaces.ts').then((module) => module.CreateWorkspace)
/** The country this device is probably in, by its clock. */
function here(): { country: Country | null; timeZone: string } {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return { country: countryOfZone(timeZone), timeZone }
}

/** First run: makes a workspace. A country sets the rest, and each of it can be changed. */
export default function NewWorkspacePage(): JSX.Element {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  // One id for the whole form: sending it twice makes one workspace.
  const id = crypto.randomUUID()
  const start = here()
  const form = createForm({
    initial: {
      id,
      name: '',
      slug: '',
      // What no field holds is null until something is chosen.
      industry: null as string | null,
      country: start.country?.code ?? (null as string | null),
      region: start.country?.region ?? ('eu' as Region),
      timeZone: start.timeZone,
      currency: start.country?.currency ?? 'USD',
      weekStart: start.country?.weekStart ?? 1,
      fiscalYearStartMonth: start.country?.fiscalYearStartMonth ?? 1,
    },
    schema,
    messages: { name: workspaceText.nameMissing, slug: workspaceText.slugWrong },
    submit: async (value) => {
      await call('/api/v1/workspaces', { method: 'POST', body: value, workspaceId: null })
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
      navigate(paths.onboarding(value.slug))
    },
  })
  const setName = (name: string) => {
    const follows = form.values.slug === slugOf(form.values.name)
    form.set('name', name)
    if (follows) form.set('slug', slugOf(name))
  }
  const setCountry = (code: string) => {
    const chosen = countries.get(code)
    if (chosen === undefined) return
    form.set('country', code)
    // Who is there already keeps the clock of the device; everybody else gets that of most people.
    if (!chosen.timeZones.includes(form.values.timeZone))
      form.set('timeZone', chosen.timeZones[0] ?? form.values.timeZone)
    form.set('currency', chosen.currency)
    form.set('region', chosen.region)
    form.set('weekStart', chosen.weekStart)
    form.set('fiscalYearStartMonth', chosen.fiscalYearStartMonth)
  }
  return (
    <Show when={session.data !== null} fallback={<Navigate href={paths.login(paths.newWorkspace())} />}>
      <GatePage title={workspaceText.newTitle} isWide footer={workspaceText.changeLater}>
        <h1 tabindex="-1">{workspaceText.newTitle}</h1>
        <p class="lead">{workspaceText.newLead}</p>
        <WaitingNotice />
        <LookForWork />
        <Form form={form}>
          <TextField
            label={workspaceText.name}
            autocomplete="organization"
            autofocus
            {...form.bind('name')}
            onInput={setName}
          />
          <TextField
            label={workspaceText.slug}
            hint={workspaceText.slugHint(`${location.host}/${form.values.slug || 'your-name'}`)}
            autocomplete="off"
            spellcheck={false}
            {...form.bind('slug')}
          />
          <div class="two">
            <CountryField
              hint={workspaceText.countryHint}
              value={form.values.country}
              onChange={setCountry}
              error={form.errors.country}
            />
            <Select
              id="region"
              label={workspaceText.region}
              hint={workspaceText.regionHint}
              options={workspaceText.regions}
              value={form.values.region}
              onChange={(region) => form.set('region', region)}
            />
          </div>
          <IndustryField
            value={form.values.industry}
            onChange={(industry) => form.set('industry', industry)}
            error={form.errors.industry}
          />
          <div class="two">
            <TimeZoneField
              country={form.values.country}
              value={form.values.timeZone}
              onChange={(zone) => form.set('timeZone', zone)}
              error={form.errors.timeZone}
            />
            <CurrencyField
              value={form.values.currency}
              onChange={(currency) => form.set('currency', currency)}
              error={form.errors.currency}
            />
          </div>
          <CalendarFields
            weekStart={form.values.weekStart}
            fiscalYearStartMonth={form.values.fiscalYearStartMonth}
            onWeekStart={(day) => form.set('weekStart', day)}
            onFiscalYear={(month) => form.set('fiscalYearStartMonth', month)}
          />
          <div class="row wrap">
            <Button type="submit" kind="primary" size="lg" isBusy={form.isBusy()}>
              {workspaceText.create}
            </Button>
            <Show when={(session.data?.workspaces.length ?? 0) > 0}>
              <LinkButton href={paths.root()} size="lg" kind="quiet">
                {workspaceText.cancel}
              </LinkButton>
            </Show>
          </div>
        </Form>
      </GatePage>
    </Show>
  )
}
