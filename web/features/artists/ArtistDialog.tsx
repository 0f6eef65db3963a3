import { createSignal, type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { listOf } from '../../lib/i18n.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { ConflictCard } from '../../ui/ConflictCard.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { currencyOptions, zoneOptions } from '../workspaces/choices.ts'
import { type ArtistFields, changeable, changeOf, clashingFields, fieldsOf, kinds } from './filter.ts'
import { MemberField } from './MemberField.tsx'
import { changeArtist, makeArtist } from './queries.ts'
import { newSkill, SkillsField } from './SkillsField.tsx'
import { words } from './words.ts'

/** The contract, which says what is wrong by its own names; the form says it by its fields. */
const schema = () =>
  import('../../../contracts/artists.ts').then(({ CreateArtist }) => ({
    safeParse: (value: unknown) => {
      const fields = value as ArtistFields
      const capacity = /^\d+$/.test(fields.capacity.trim()) ? Number(fields.capacity) : 0
      const checked = CreateArtist.safeParse({ ...changeable(fields), kind: fields.kind, capacity })
      if (checked.success) return { success: true as const, data: fields }
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: [path[0] === 'rate' ? 'amount' : (path[0] ?? 'name')],
        message,
      }))
      return { success: false as const, error: { issues } }
    },
  }))

/** Makes an artist, or changes one. What somebody else changed meanwhile is merged, or asked about where both did. */
export function ArtistDialog(props: {
  artist: ArtistView | null
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const workspace = useWorkspace()
  const defaults = () => ({ timeZone: workspace().timeZone, currency: workspace().currency })
  const fields = (artist: ArtistView | null) => fieldsOf(artist, defaults())
  const [seen, setSeen] = createSignal(props.artist)
  const [theirs, setTheirs] = createSignal<ArtistView | null>(null)
  const save = async (mine: ArtistFields): Promise<ArtistView | null> => {
    const before = seen()
    if (!before) return makeArtist({ ...changeable(mine), kind: mine.kind, capacity: Number(mine.capacity) })
    const change = changeOf(fields(before), mine)
    try {
      return await changeArtist(before.id, before.version, change)
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.code !== 'stale_version') throw thrown
      // `details` of this refusal is the artist as it is now.
      const now = error.details as ArtistView
      if (clashingFields(fields(before), mine, fields(now)).length > 0) {
        setTheirs(now)
        return null
      }
      const saved = await changeArtist(now.id, now.version, change)
      toast(words.merged)
      return saved
    }
  }
  const form = createForm<ArtistFields, ArtistFields>({
    initial: fields(props.artist),
    schema,
    messages: {
      name: words.nameMissing,
      headline: words.headlineLong,
      capacity: words.capacityWrong,
      skills: words.skillsWrong,
      amount: words.rateWrong,
    },
    submit: async (mine) => {
      const saved = await save(mine)
      if (!saved) return
      toast(props.artist ? words.saved(saved.name) : words.made(saved.name))
      await props.onSaved()
      props.onClose()
    },
  })
  const clashing = (other: ArtistView) => clashingFields(fields(seen()), { ...form.values }, fields(other))
  const said = (one: ArtistFields, names: readonly string[]) => {
    const all = changeable(one)
    const say = (value: unknown): string => {
      if (value === null || value === '') return words.nothing
      if (Array.isArray(value))
        return value.map(({ name, level }) => `${name} ${level}`).join(', ') || words.nothing
      if (typeof value === 'object') return Object.values(value as object).join(' ')
      return String(value)
    }
    return names.map((name) => say(all[name as keyof typeof all])).join(' · ')
  }
  /** Goes on from the other person's version, with mine laid over it or theirs left. */
  const decide = (isMine: boolean) => {
    const other = theirs()
    if (!other) return
    if (!isMine) {
      setTheirs(null)
      return props.onClose()
    }
    const mine = { ...form.values }
    const change = changeOf(fields(seen()), mine)
    setSeen(other)
    setTheirs(null)
    // What I did not touch is theirs; the fields of the form are named like those of the change, but for the rate.
    const { rate, ...rest } = change
    form.reset({
      ...fields(other),
      ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value ?? ''])),
      ...(rate === undefined ? {} : { amount: mine.amount, currency: mine.currency, per: mine.per }),
    })
    void form.submit()
  }
  return (
    <Dialog
      isOpen
      isWide
      onClose={props.onClose}
      title={props.artist ? words.editTitle(props.artist.name) : words.addTitle}
    >
      <Form form={form}>
        <Show when={!props.artist}>
          <div class="field">
            <span class="lab" aria-hidden="true">
              {words.kind}
            </span>
            <Segmented
              label={words.kind}
              options={kinds.map((value) => ({ value, label: words.kindOne[value] }))}
              value={form.values.kind}
              onChange={(kind) => form.set('kind', kind)}
            />
          </div>
        </Show>
        <TextField label={words.name} autocomplete="off" {...form.bind('name')} />
        <TextField
          label={words.headline}
          hint={words.headlineHint}
          isOptional
          autocomplete="off"
          {...form.bind('headline')}
        />
        <Combobox
          id="timeZone"
          label={words.timeZone}
          hint={words.timeZoneHint}
          options={zoneOptions(null, form.values.timeZone)}
          value={form.values.timeZone}
          onChange={(zone) => form.set('timeZone', zone)}
          error={form.errors.timeZone ?? null}
        />
        <Show when={!props.artist}>
          <TextField
            label={words.capacity}
            hint={words.capacityHint}
            inputmode="numeric"
            {...form.bind('capacity')}
          />
        </Show>
        <SkillsField
          blank={newSkill}
          skills={form.values.skills}
          error={form.errors.skills ?? null}
          onChange={(skills) => form.set('skills', skills)}
        />
        <MemberField value={form.values.memberId} onChange={(memberId) => form.set('memberId', memberId)} />
        <div class="artist-rate">
          <TextField label={words.rate} isOptional inputmode="decimal" {...form.bind('amount')} />
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
          when={theirs()}
          fallback={
            <div class="row end">
              <Button onClick={props.onClose}>{text.form.cancel}</Button>
              <Button type="submit" kind="primary" isBusy={form.isBusy()}>
                {props.artist ? text.form.save : words.add}
              </Button>
            </div>
          }
        >
          {(other) => (
            <ConflictCard
              title={words.conflict(
                listOf(clashing(other()).map((name) => words.conflictFields[name] ?? name)),
              )}
              base={said(fields(seen()), clashing(other()))}
              mine={{ id: 'mine', name: words.you, value: said({ ...form.values }, clashing(other())) }}
              theirs={{
                id: 'theirs',
                name: words.them,
                value: said(fields(other()), clashing(other())),
                at: words.justNow,
              }}
              onKeepMine={() => decide(true)}
              onTakeTheirs={() => decide(false)}
            />
          )}
        </Show>
      </Form>
    </Dialog>
  )
}
