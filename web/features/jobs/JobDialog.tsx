import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import type { JobSkill, JobView } from '../../../contracts/jobs.ts'
import { createForm } from '../../lib/form.ts'
import { listOf } from '../../lib/i18n.ts'
import { only } from '../../lib/merge.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useVersioned, VersionConflict } from '../../ui/useVersioned.tsx'
import { newSkill, SkillsField } from '../artists/SkillsField.tsx'
import { currencyOptions, zoneOptions } from '../workspaces/choices.ts'
import { type JobSaid, type JobValues, jobSchema, saidBy, saidIn, valuesOf } from './jobForm.ts'
import { changeJob, jobsKey, postJob } from './queries.ts'
import { TextArea } from './TextArea.tsx'
import { words } from './words.ts'

/** Posts a job, or changes what an open one says. */
export function JobDialog(props: { job: JobView | null; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const client = useQueryClient()
  const say = useSay()
  const versioned =
    props.job === null
      ? null
      : useVersioned<JobView, JobSaid>({
          record: props.job,
          valuesOf: saidIn,
          send: (job, said, changed) => changeJob(job.id, job.version, only(said, changed)),
        })
  const form = createForm<JobValues, JobSaid>({
    initial: valuesOf(props.job, workspace()),
    schema: jobSchema,
    messages: {
      title: words.titleMissing,
      lastDay: words.daysWrong,
      deadlineDay: words.deadlineWrong,
      amount: words.rateWrong,
      skills: words.skillsWrong,
    },
    submit: async (said) => {
      const saved = await (versioned === null ? postJob(said) : versioned.save(said))
      if (saved === null) return
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
      props.onClose()
      if (versioned !== null) return
      toast(words.posted(saved.title))
      navigate(paths.job(workspace().slug, saved.id))
    },
  })
  const mine = () => saidBy({ ...form.values })
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
        <Show
          when={versioned?.theirs()}
          fallback={
            <div class="row end">
              <Button onClick={props.onClose}>{text.form.cancel}</Button>
              <Button type="submit" kind="primary" isBusy={form.isBusy()}>
                {props.job ? text.form.save : words.postAction}
              </Button>
            </div>
          }
        >
          {(other) => (
            <VersionConflict<JobSaid>
              fields={versioned?.clashes(mine()) ?? []}
              labels={labels}
              base={versioned?.baseValues() ?? mine()}
              mine={mine()}
              theirs={saidIn(other())}
              say={say}
              onDecide={(isMine) => {
                if (versioned) form.reset(valuesOf(versioned.decided(mine(), isMine), workspace()))
                void form.submit()
              }}
            />
          )}
        </Show>
      </Form>
    </Dialog>
  )
}

const labels: Readonly<Record<keyof JobSaid, string>> = {
  title: words.jobTitle,
  description: words.description,
  place: words.place,
  isRemote: words.isRemote,
  isBlind: words.isBlind,
  skills: words.skillsField,
  rate: words.offered,
  days: words.daysField,
  deadline: words.deadlineDay,
}

/** What a field says, as one reads it beside what somebody else made of it. */
function useSay(): (field: keyof JobSaid, said: JobSaid) => string {
  const format = useFormat()
  return (field, said) => {
    switch (field) {
      case 'isRemote':
      case 'isBlind':
        return said[field] ? text.conflict.yes : text.conflict.no
      case 'skills':
        return listOf(said.skills.map(({ name }) => name))
      case 'rate':
        return said.rate === null
          ? ''
          : words.rate(`${said.rate.amount} ${said.rate.currency}`, said.rate.per)
      case 'days':
        return format().dayRange(said.days.from, said.days.to)
      case 'deadline':
        return `${format().day(said.deadline.day)}, ${said.deadline.timeZone}`
      default:
        return said[field] ?? ''
    }
  }
}
