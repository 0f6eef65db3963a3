import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { ArtistProfileView, CreateArtistProfile } from '../../../contracts/artist-profiles.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { newSkill, SkillsField } from '../artists/SkillsField.tsx'
import { currencyOptions, zoneOptions } from '../workspaces/choices.ts'
import { BusyField } from './BusyField.tsx'
import { ExperienceField } from './ExperienceField.tsx'
import { type Defaults, type ProfileValues, profileOf, valuesOf } from './profileForm.ts'
import { profileWords as words } from './profileText.ts'
import { changeProfile, jobsKey, makeProfile } from './queries.ts'
import { TextArea } from './TextArea.tsx'
import { words as jobWords } from './words.ts'

const fieldOf: Readonly<Record<string, string>> = { rates: 'amount', preferences: 'maxDaysPerWeek' }

/** The fields of a profile. */
export function ProfileForm(props: { profile: ArtistProfileView | null; defaults: Defaults }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const schema = () =>
    import('../../../contracts/artist-profiles.ts').then(({ CreateArtistProfile: Create }) => ({
      safeParse: (value: unknown) => {
        const checked = Create.safeParse(profileOf(value as ProfileValues, props.profile))
        if (checked.success) return checked
        const issues = checked.error.issues.map(({ path, message }) => ({
          path: [fieldOf[String(path[0])] ?? String(path[0] ?? 'name')],
          message,
        }))
        return { success: false as const, error: { issues } }
      },
    }))
  const refresh = () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
  const form = createForm<ProfileValues, CreateArtistProfile>({
    initial: valuesOf(props.profile, props.defaults),
    schema,
    messages: {
      name: words.nameMissing,
      skills: words.skillsWrong,
      experience: words.experienceWrong,
      amount: words.rateWrong,
      maxDaysPerWeek: words.numbersWrong,
      busy: words.busyWrong,
    },
    submit: async ({ id: _id, ...said }) => {
      const before = props.profile
      try {
        if (before === null) await makeProfile(said)
        else await changeProfile(before.id, before.version, said)
      } catch (thrown) {
        if (asApiError(thrown).code !== 'stale_version') throw thrown
        toast(words.stale, { isError: true })
        await refresh()
        return
      }
      toast(before === null ? words.made : words.saved)
      await refresh()
    },
  })
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
            <div class="row end">
              <Button type="submit" kind="primary" isBusy={form.isBusy()}>
                {props.profile === null ? words.create : words.save}
              </Button>
            </div>
          </div>
        </Card>
      </div>
    </Form>
  )
}
