import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, type JSX, on, Show } from 'solid-js'
import type { ArtistProfileView } from '../../../contracts/artist-profiles.ts'
import { createForm } from '../../lib/form.ts'
import { listOf } from '../../lib/i18n.ts'
import { differing, only } from '../../lib/merge.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useVersioned, VersionConflict } from '../../ui/useVersioned.tsx'
import { newSkill, SkillsField } from '../artists/SkillsField.tsx'
import { currencyOptions, zoneOptions } from '../workspaces/choices.ts'
import { BusyField } from './BusyField.tsx'
import { ExperienceField } from './ExperienceField.tsx'
import {
  type Defaults,
  type ProfileSaid,
  type ProfileValues,
  profileOf,
  saidIn,
  valuesOf,
} from './profileForm.ts'
import { profileWords as words } from './profileText.ts'
import { changeProfile, jobsKey, makeProfile } from './queries.ts'
import { TextArea } from './TextArea.tsx'
import { words as jobWords } from './words.ts'

const fieldOf: Readonly<Record<string, string>> = { rates: 'amount', preferences: 'maxDaysPerWeek' }

/** The fields of a profile. */
export function ProfileForm(props: { profile: ArtistProfileView | null; defaults: Defaults }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const say = useSay()
  const versioned =
    props.profile === null
      ? null
      : useVersioned<ArtistProfileView, ProfileSaid>({
          record: props.profile,
          valuesOf: saidIn,
          send: (profile, said, changed) => changeProfile(profile.id, profile.version, only(said, changed)),
        })
  const mine = (): ProfileSaid => profileOf({ ...form.values }, versioned?.baseValues() ?? null)
  const schema = () =>
    import('../../../contracts/artist-profiles.ts').then(({ CreateArtistProfile: Create }) => ({
      safeParse: (_: unknown) => {
        const said = mine()
        const checked = Create.safeParse(said)
        if (checked.success) return { success: true as const, data: said }
        const issues = checked.error.issues.map(({ path, message }) => ({
          path: [fieldOf[String(path[0])] ?? String(path[0] ?? 'name')],
          message,
        }))
        return { success: false as const, error: { issues } }
      },
    }))
  const form = createForm<ProfileValues, ProfileSaid>({
    initial: valuesOf(props.profile && saidIn(props.profile), props.defaults),
    schema,
    messages: {
      name: words.nameMissing,
      skills: words.skillsWrong,
      experience: words.experienceWrong,
      amount: words.rateWrong,
      maxDaysPerWeek: words.numbersWrong,
      busy: words.busyWrong,
    },
    submit: async (said) => {
      const saved = await (versioned === null ? makeProfile(said) : versioned.save(said))
      if (saved === null) return
      form.reset(valuesOf(saidIn(saved), props.defaults))
      toast(versioned === null ? words.made : words.saved)
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
    },
  })
  // What another window changed is shown as it comes, where nothing else was typed over it.
  createEffect(
    on(
      () => props.profile,
      (now) => {
        const before = valuesOf(mine(), props.defaults)
        const next = now && versioned?.follow(now, mine())
        if (!next) return
        const after = valuesOf(next, props.defaults)
        // Field by field: what is half typed in another one is nothing that could be sent yet, and stays as it is.
        for (const name of differing(before, after)) form.set(name, after[name])
      },
      { defer: true },
    ),
  )
  return (
    <Form form={form}>
      <div class="profile-page">
        <Card title={words.who}>
          <div class="form">
            <TextField label={words.name} autocomplete="name" {...form.bind('name')} />
            <TextField
              label={words.headline}
              hint={words.headlineHint}
              isOptional
              autocomplete="off"
              {...form.bind('headline')}
            />
            <TextArea
              id="about"
              label={words.about}
              isOptional
              rows={4}
              value={form.values.about}
              error={form.errors.about ?? null}
              onInput={(value) => form.set('about', value)}
            />
            <TextField
              label={words.place}
              hint={words.placeHint}
              isOptional
              autocomplete="off"
              {...form.bind('place')}
            />
            <Combobox
              id="timeZone"
              label={words.timeZone}
              options={zoneOptions(null, form.values.timeZone)}
              value={form.values.timeZone}
              onChange={(zone) => form.set('timeZone', zone)}
            />
            <SkillsField
              blank={newSkill}
              skills={form.values.skills}
              error={form.errors.skills ?? null}
              onChange={(skills) => form.set('skills', skills)}
            />
            <ExperienceField
              entries={form.values.experience}
              error={form.errors.experience ?? null}
              onChange={(experience) => form.set('experience', experience)}
            />
          </div>
        </Card>
        <Card title={words.work}>
          <div class="form">
            <div class="job-rate">
              <TextField label={words.rate} isOptional inputmode="decimal" {...form.bind('amount')} />
              <Combobox
                id="currency"
                label={jobWords.currency}
                options={currencyOptions}
                value={form.values.currency}
                onChange={(currency) => form.set('currency', currency)}
              />
              <Select
                label={jobWords.per}
                options={(['hour', 'day'] as const).map((value) => ({ value, label: jobWords.pers[value] }))}
                value={form.values.per}
                onChange={(per) => form.set('per', per)}
              />
            </div>
            <div class="profile-three">
              <TextField label={words.notice} inputmode="numeric" {...form.bind('noticeDays')} />
              <TextField label={words.weekDays} inputmode="numeric" {...form.bind('maxDaysPerWeek')} />
              <TextField label={words.radius} inputmode="numeric" {...form.bind('travelRadiusKm')} />
            </div>
            <BusyField
              days={form.values.busy}
              error={form.errors.busy ?? null}
              onChange={(busy) => form.set('busy', busy)}
            />
            <Switch
              label={words.show}
              hint={words.showHint}
              isChecked={form.values.isShown}
              onChange={(isShown) => form.set('isShown', isShown)}
            />
            <Show
              when={versioned?.theirs()}
              fallback={
                <div class="row end">
                  <Button type="submit" kind="primary" isBusy={form.isBusy()}>
                    {props.profile === null ? words.create : words.save}
                  </Button>
                </div>
              }
            >
              {(other) => (
                <VersionConflict<ProfileSaid>
                  fields={versioned?.clashes(mine()) ?? []}
                  labels={labels}
                  base={versioned?.baseValues() ?? mine()}
                  mine={mine()}
                  theirs={saidIn(other())}
                  say={say}
                  onDecide={(isMine) => {
                    if (versioned) form.reset(valuesOf(versioned.decided(mine(), isMine), props.defaults))
                    void form.submit()
                  }}
                />
              )}
            </Show>
          </div>
        </Card>
      </div>
    </Form>
  )
}

const labels: Readonly<Record<keyof ProfileSaid, string>> = {
  name: words.name,
  headline: words.headline,
  about: words.about,
  place: words.place,
  timeZone: words.timeZone,
  skills: words.skills,
  experience: words.experience,
  rates: words.rate,
  preferences: words.work,
  busy: words.busy,
  visibility: words.show,
}

/** What a field says, as one reads it beside what another window made of it. */
function useSay(): (field: keyof ProfileSaid, said: ProfileSaid) => string {
  const format = useFormat()
  return (field, said) => {
    switch (field) {
      case 'skills':
        return listOf(said.skills.map(({ name, level }) => `${name} ${level}`))
      case 'experience':
        return listOf(said.experience.map(({ title }) => title))
      case 'rates':
        return listOf(said.rates.map((rate) => jobWords.rate(`${rate.amount} ${rate.currency}`, rate.per)))
      case 'preferences': {
        const { noticeDays, maxDaysPerWeek, travelRadiusKm } = said.preferences
        return `${jobWords.likes(noticeDays, maxDaysPerWeek)}, ${travelRadiusKm} km`
      }
      case 'busy':
        return listOf(said.busy.map(({ from, to }) => format().dayRange(from, to)))
      case 'visibility':
        return said.visibility === 'public' ? words.shown : words.hidden
      default:
        return said[field] ?? ''
    }
  }
}
