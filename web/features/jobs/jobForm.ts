import type { CreateJob, JobSkill, JobView } from '../../../contracts/jobs.ts'

/** The fields of the dialog; what goes together when it is sent stands there one by one. */
export interface JobValues extends Record<string, unknown> {
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

/** What a listing says, as it is sent. */
export type JobSaid = Pick<
  JobView,
  'title' | 'description' | 'place' | 'isRemote' | 'isBlind' | 'skills' | 'rate' | 'days' | 'deadline'
>

export const saidIn = (job: JobView): JobSaid => ({
  ...{ title: job.title, description: job.description, place: job.place, isRemote: job.isRemote },
  ...{ isBlind: job.isBlind, skills: job.skills, rate: job.rate, days: job.days, deadline: job.deadline },
})

/** What is sent of the fields. */
export function saidBy(values: JobValues): JobSaid {
  const { title, description, place, isRemote, isBlind, skills, amount, currency, per } = values
  return {
    ...{ title: title.trim(), description: description.trim(), isRemote, isBlind },
    place: place.trim() || null,
    skills: skills.map((skill) => ({ ...skill, name: skill.name.trim() })),
    rate: amount.trim() === '' ? null : { amount: amount.trim(), currency, per },
    days: { from: values.firstDay, to: values.lastDay },
    deadline: { day: values.deadlineDay, timeZone: values.timeZone },
  }
}

/** The fields of a listing, or of one that is still to be posted. */
export function valuesOf(said: JobSaid | null, defaults: { currency: string; timeZone: string }): JobValues {
  return {
    title: said?.title ?? '',
    description: said?.description ?? '',
    place: said?.place ?? '',
    isRemote: said?.isRemote ?? false,
    isBlind: said?.isBlind ?? false,
    skills: said?.skills ?? [],
    amount: said?.rate?.amount ?? '',
    currency: said?.rate?.currency ?? defaults.currency,
    per: said?.rate?.per ?? 'day',
    firstDay: said?.days.from ?? '',
    lastDay: said?.days.to ?? '',
    deadlineDay: said?.deadline.day ?? '',
    timeZone: said?.deadline.timeZone ?? defaults.timeZone,
  }
}

const fieldOf: Readonly<Record<string, string>> = { days: 'lastDay', deadline: 'deadlineDay', rate: 'amount' }

/** The contract, held against what the fields say. */
export const jobSchema = () =>
  import('../../../contracts/jobs.ts').then(({ CreateJob: Create }) => ({
    safeParse: (value: unknown) => {
      // The form gives what it holds.
      const said = saidBy(value as JobValues)
      const checked = Create.safeParse(said satisfies CreateJob)
      if (checked.success) return { success: true as const, data: said }
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [fieldOf[String(path[0])] ?? String(path[0] ?? 'title')],
        message,
      }))
      return { success: false as const, error: { issues } }
    },
  }))
