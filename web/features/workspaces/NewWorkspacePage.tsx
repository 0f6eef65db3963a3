import { Navigate, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { sessionQuery, useSession } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { ErrorSummary, TextField } from '../../ui/Field.tsx'
import { GatePage } from '../../ui/GatePage.tsx'
import { Select } from '../../ui/Select.tsx'
import { Notice } from '../../ui/States.tsx'
import { slugOf } from './slug.ts'
import { workspaceText } from './text.ts'

const schema = () => import('../../../contracts/workspaces.ts').then((module) => module.CreateWorkspace)
// Browsers leave UTC out of their list.
const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
  value,
  label: value.replaceAll('_', ' '),
}))
const currencyName = new Intl.DisplayNames(['en'], { type: 'currency' })
const currencies = Intl.supportedValuesOf('currency').map((value) => ({
  value,
  label: `${value} – ${currencyName.of(value) ?? value}`,
}))
const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })
const months = Array.from({ length: 12 }, (_, at) => ({
  value: String(at + 1),
  label: monthName.format(Date.UTC(2026, at, 1)),
}))
const here = () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return zones.some((one) => one.value === zone) ? zone : 'UTC'
}

/** First run: makes a workspace. What is asked here decides which day a sale belongs to, so it is asked once, up front. */
export default function NewWorkspacePage(): JSX.Element {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  // One id for the whole form: sending it twice makes one workspace.
  const id = crypto.randomUUID()
  const form = createForm({
    initial: {
      id,
      name: '',
      slug: '',
      timeZone: here(),
      currency: 'USD',
      weekStart: 1,
      fiscalYearStartMonth: 1,
    },
    schema,
    messages: { name: workspaceText.nameMissing, slug: workspaceText.slugWrong },
    submit: async (value) => {
      await call('/api/v1/workspaces', { method: 'POST', body: value, workspaceId: null })
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
      navigate(paths.home(value.slug))
    },
  })
  const setName = (name: string) => {
    const follows = form.values.slug === slugOf(form.values.name)
    form.set('name', name)
    if (follows) form.set('slug', slugOf(name))
  }
  return (
    <Show when={session.data !== null} fallback={<Navigate href={paths.login(paths.newWorkspace())} />}>
      <GatePage title={workspaceText.newTitle} isWide footer={workspaceText.changeLater}>
        <h1 tabindex="-1">{workspaceText.newTitle}</h1>
        <p class="lead">{workspaceText.newLead}</p>
        <form class="form" novalidate onSubmit={(event) => void form.submit(event)} aria-busy={form.isBusy()}>
          <ErrorSummary errors={form.errors} ref={form.summaryRef} />
          <Show when={form.failure()}>
            <Notice tone="neg" isAlert>
              {form.failure()}
            </Notice>
          </Show>
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
            <Combobox
              id="timeZone"
              label={workspaceText.timeZone}
              hint={workspaceText.timeZoneHint}
              options={zones}
              value={form.values.timeZone}
              onChange={(zone) => form.set('timeZone', zone)}
              error={form.errors.timeZone}
            />
            <Combobox
              id="currency"
              label={workspaceText.currency}
              hint={workspaceText.currencyHint}
              options={currencies}
              value={form.values.currency}
              onChange={(currency) => form.set('currency', currency)}
              error={form.errors.currency}
            />
          </div>
          <div class="two">
            <Select
              id="weekStart"
              label={workspaceText.weekStart}
              options={workspaceText.weekStarts}
              value={String(form.values.weekStart)}
              onChange={(day) => form.set('weekStart', Number(day))}
            />
            <Select
              id="fiscalYearStartMonth"
              label={workspaceText.fiscalYear}
              options={months}
              value={String(form.values.fiscalYearStartMonth)}
              onChange={(month) => form.set('fiscalYearStartMonth', Number(month))}
            />
          </div>
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
        </form>
      </GatePage>
    </Show>
  )
}
