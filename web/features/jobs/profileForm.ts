import type { ArtistProfileView, ProfileFields } from '../../../contracts/artist-profiles.ts'
import type { Skill } from '../../../contracts/artists.ts'

/** One entry of experience as it is typed. */
export interface ExperienceFields {
  title: string
  organisation: string
  from: string
  to: string
  /** Separated by commas. */
  skills: string
  notes: string | null
}

/** The fields of the page; what is a number or a list stands there as it is typed. */
export interface ProfileValues extends Record<string, unknown> {
  name: string
  headline: string
  about: string
  place: string
  timeZone: string
  skills: readonly Skill[]
  experience: readonly ExperienceFields[]
  amount: string
  currency: string
  per: 'hour' | 'day'
  noticeDays: string
  maxDaysPerWeek: string
  travelRadiusKm: string
  busy: readonly { from: string; to: string }[]
  isShown: boolean
}

/** What a new profile starts with. */
export interface Defaults {
  name: string
  timeZone: string
  currency: string
}

/** What a profile says, as it is sent. */
export type ProfileSaid = ProfileFields & Pick<ArtistProfileView, 'visibility'>

export function saidIn(profile: ArtistProfileView): ProfileSaid {
  const { id: _id, isOwn: _own, version: _version, createdAt: _since, portfolio: _works, ...said } = profile
  return said
}

/** The fields of a profile, or of one that is still to be made. */
export function valuesOf(profile: ProfileSaid | null, defaults: Defaults): ProfileValues {
  const [rate] = profile?.rates ?? []
  const preferences = profile?.preferences ?? { noticeDays: 0, maxDaysPerWeek: 5, travelRadiusKm: 50 }
  return {
    name: profile?.name ?? defaults.name,
    headline: profile?.headline ?? '',
    about: profile?.about ?? '',
    place: profile?.place ?? '',
    timeZone: profile?.timeZone ?? defaults.timeZone,
    skills: profile?.skills ?? [],
    experience: (profile?.experience ?? []).map((one) => ({
      ...{ title: one.title, organisation: one.organisation ?? '', from: one.from, to: one.to ?? '' },
      ...{ skills: one.skills.join(', '), notes: one.notes },
    })),
    amount: rate?.amount ?? '',
    currency: rate?.currency ?? defaults.currency,
    per: rate?.per ?? 'day',
    noticeDays: String(preferences.noticeDays),
    maxDaysPerWeek: String(preferences.maxDaysPerWeek),
    travelRadiusKm: String(preferences.travelRadiusKm),
    busy: profile?.busy ?? [],
    isShown: profile?.visibility === 'public',
  }
}

const wholeOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : -1)
const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** What is sent of the fields. The page has one rate; others that a program stored stay behind it. */
export function profileOf(values: ProfileValues, before: ProfileSaid | null): ProfileSaid {
  const { amount, currency, per, noticeDays, maxDaysPerWeek, travelRadiusKm, isShown, experience } = values
  const rate = amount.trim() === '' ? [] : [{ amount: amount.trim(), currency, per }]
  return {
    name: values.name.trim(),
    headline: values.headline.trim() || null,
    about: values.about.trim() || null,
    place: values.place.trim() || null,
    timeZone: values.timeZone,
    skills: [...values.skills],
    experience: experience.map((one) => ({
      title: one.title,
      organisation: one.organisation.trim() || null,
      from: one.from,
      to: one.to || null,
      skills: listOf(one.skills),
      notes: one.notes,
    })),
    rates: [...rate, ...(before?.rates.slice(1) ?? [])],
    preferences: {
      noticeDays: wholeOf(noticeDays),
      maxDaysPerWeek: wholeOf(maxDaysPerWeek),
      travelRadiusKm: wholeOf(travelRadiusKm),
    },
    busy: [...values.busy],
    visibility: isShown ? 'public' : 'private',
  }
}
