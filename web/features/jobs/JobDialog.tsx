import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { CreateJob, JobSkill, JobView } from '../../../contracts/jobs.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { newSkill, SkillsField } from '../artists/SkillsField.tsx'
import { currencyOptions, zoneOptions } from '../workspaces/choices.ts'
import { changeJob, jobsKey, postJob } from './queries.ts'
import { TextArea } from './TextArea.tsx'
import { words } from './words.ts'

interface Values extends Record<string, unknown> {
  title: string
  description: string
  place: string
  isRemote: boolean
  isBlind: boolean
  skills: readonly JobSkill[]
  amount: string
  currency: string
  per: 'hour' | 'day'
  firstDay: string
  lastDay: string
  deadlineDay: string
  timeZone: string
}

const fieldOf: Readonly<Record<string, string>> = { days: 'lastDay', deadline: 'deadlineDay', rate: 'amount' }

/** The contract, held against what the fields say. */
const schema = () =>
  import('../../../contracts/jobs.ts').then(({ CreateJob: Create }) => ({
    safeParse: (value: unknown) => {
      const { place, amount, currency, per, firstDay, lastDay, deadlineDay, timeZone, ...said } =
        value as Values
      const checked = Create.safeParse({
        ...said,
        place: place.trim() || null,
        rate: amount.trim() === '' ? null : { amount: amount.trim(), currency, per },
        days: { from: firstDay, to: lastDay },
        deadline: { day: deadlineDay, timeZone },
      })
      if (checked.success) return checked
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [fieldOf[String(path[0])] ?? String(path[0] ?? 'title')],
        message,
      }))
      return { success: false as const, error: { issues } }
    },
  }))

function valuesOf(job: JobView | null, defaults: { currency: string; timeZone: string }): Values {
  return {
    title: job?.title ?? '',
    description: job?.description ?? '',
    place: job?.place ?? '',
    isRemote: job?.isRemote ?? false,
    isBlind: job?.isBlind ?? false,
    skills: job?.skills ?? [],
    amount: job?.rate?.amount ?? '',
    currency: job?.rate?.currency ?? defaults.currency,
    per: job?.rate?.per ?? 'day',
    firstDay: job?.days.from ?? '',
    lastDay: job?.days.to ?? '',
    deadlineDay: job?.deadline.day ?? '',
    timeZone: job?.deadline.timeZone ?? defaults.timeZone,
  }
}

/** Posts a job, or changes what an open one says. */
export function JobDialog(props: { job: JobView | null; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const client = useQueryClient()
  const form = createForm<Values, CreateJob>({
    initial: valuesOf(props.job, workspace()),
    schema,
    messages: {
      title: words.titleMissing,
      lastDay: words.daysWrong,
      deadlineDay: words.deadlineWrong,
      amount: words.rateWrong,
      skills: words.skillsWrong,
    },
    submit: async ({ id: _id, deadline, ...said }) => {
      const { job } = props
      const zoned = { day: deadline.day, timeZone: deadline.timeZone ?? workspace().timeZone }
      const saved = job
        ? await changeJob(job.id, job.version, { ...said, deadline: zoned })
        : await postJob({ ...said, deadline: zoned })
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
      props.onClose()
      if (job) return
      toast(words.posted(saved.title))
      navigate(paths.job(workspace().slug, saved.id))
    },
  })
  return (
    <Dialog isOpen isWide onClose={props.onClose} title={props.job ? words.editTitle : words.post}>
      <Form form={form}>
        <TextField label={words.jobTitle} autocomplete="off" {...form.bind('title')} />
        <TextArea
          id="description"
          label={words.description}
          isOptional
          rows={4}
          value={form.values.description}
          error={form.errors.description ?? null}
          onInput={(value) => form.set('description', value)}
        />
        <div class="job-two">
          <TextField label={words.firstDay} type="date" {...form.bind('firstDay')} />
          <TextField label={words.lastDay} type="date" {...form.bind('lastDay')} />
        </div>
        <div class="job-two">
          <TextField label={words.deadlineDay} type="date" {...form.bind('deadlineDay')} />
          <Combobox
            id="timeZone"
            label={words.deadlineZone}
            options={zoneOptions(null, form.values.timeZone)}
            value={form.values.timeZone}
            onChange={(zone) => form.set('timeZone', zone)}
          />
        </div>
        <TextField label={words.place} isOptional autocomplete="off" {...form.bind('place')} />
        <Checkbox
          label={words.isRemote}
          isChecked={form.values.isRemote}
          onChange={(isRemote) => form.set('isRemote', isRemote)}
        />
        <Checkbox
          label={words.isBlind}
          isChecked={form.values.isBlind}
          onChange={(isBlind) => form.set('isBlind', isBlind)}
        />
        <SkillsField<JobSkill>
          blank={{ ...newSkill, need: 'must' }}
          skills={form.values.skills}
          error={form.errors.skills ?? null}
          onChange={(skills) => form.set('skills', skills)}
          also={(no, skill, set) => (
            <Select
              label={words.needOf(no)}
              isLabelHidden
              options={(['must', 'nice'] as const).map((value) => ({ value, label: words.needs[value] }))}
              value={skill().need}
              onChange={(need) => set({ need })}
            />
          )}
        />
        <div class="job-rate">
          <TextField label={words.offered} isOptional inputmode="decimal" {...form.bind('amount')} />
          <Combobox
            id="currency"
            label={words.currency}
            options={currencyOptions}
            value={form.values.currency}
            onChange={(currency) => form.set('currency', currency)}
          />
          <Select
            label={words.per}
            options={(['hour', 'day'] as const).map((value) => ({ value, label: words.pers[value] }))}
            value={form.values.per}
            onChange={(per) => form.set('per', per)}
          />
        </div>
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {props.job ? text.form.save : words.postAction}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
