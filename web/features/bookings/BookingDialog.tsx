import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { PlanBookings, RepeatException, TogetherScope } from '../../../contracts/booking-plans.ts'
import type { BookingView, UpdateBooking } from '../../../contracts/bookings.ts'
import { WHOLE_SHARE } from '../../../contracts/limits.ts'
import { ApiError, asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { toast } from '../../ui/Toast.tsx'
import type { Span } from '../../ui/timeline/scale.ts'
import { Availability } from './Availability.tsx'
import { Members } from './plan/Members.tsx'
import { planQuery } from './plan/queries.ts'
import { RepeatFields } from './plan/RepeatFields.tsx'
import { Report } from './plan/Report.tsx'
import { noRepeat, type RepeatFields as RepeatFieldValues, repeatOf, repeatProblems } from './plan/repeat.ts'
import { isAlone, meantBy, Scope } from './plan/Scope.tsx'
import { useKin } from './plan/useKin.ts'
import { seenOf, useTogether } from './plan/useTogether.ts'
import { planWords } from './plan/words.ts'
import { bookingsKey, makeBooking } from './queries.ts'
import { type Changes, rivalWords } from './useChanges.ts'
import { WhenFields } from './WhenFields.tsx'
import { fieldsOfSpan, saidOf, spanOfFields, type WhenFields as When, wallSpan } from './when.ts'
import { words } from './words.ts'

const NOTES_CHARS_MAX = 4000
const TITLE_CHARS_MAX = 255
const firstStates = ['hold', 'pencil', 'confirmed'] as const

interface Values extends When, RepeatFieldValues {
  artistId: string
  /** Who is booked besides the first. */
  more: string[]
  title: string
  /** Percent, as typed. */
  share: string
  notes: string
  status: (typeof firstStates)[number]
}

/** What a new booking begins with. */
export interface NewBooking {
  artistId: string | null
  span: Span
  isDays: boolean
}

/** A whole number of percent, of which there are some. */
const isShare = (typed: string) => /^[1-9]\d{0,2}$/.test(typed.trim()) && Number(typed) <= WHOLE_SHARE
const issue = (field: string) => ({ path: [field], message: '' })

/** Makes a booking, or changes one. Whether the time can be had is said before anything is saved. */
export function BookingDialog(props: {
  booking: BookingView | null
  /** Which of its group and series a change concerns at first. */
  scope: TogetherScope
  start: NewBooking
  artists: readonly ArtistView[]
  changes: Changes
  onClose: () => void
  onMade: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const zoneOf = (id: string) => artistOf(id)?.timeZone ?? workspace().timeZone
  const together = useTogether(zoneOf)
  const { kin } = useKin(() => props.booking)
  const [scope, setScope] = createSignal(props.scope)
  const [exceptions, setExceptions] = createSignal<RepeatException[]>([])
  const artistOf = (id: string) => props.artists.find((artist) => artist.id === id)
  const choices = createMemo(() =>
    props.artists
      .filter(({ archivedAt, id }) => archivedAt === null || id === props.booking?.artistId)
      .map(({ id, name, headline }) => ({ value: id, label: headline ? `${name} – ${headline}` : name })),
  )
  const initial = (): Values => {
    const { booking } = props
    const artist = artistOf(booking?.artistId ?? props.start.artistId ?? '')
    const when =
      booking && artist
        ? fieldsOfSpan(wallSpan(booking, artist.timeZone), booking.days !== null)
        : fieldsOfSpan(props.start.span, props.start.isDays)
    return {
      ...when,
      ...noRepeat,
      more: [],
      artistId: artist?.id ?? '',
      title: booking?.title ?? '',
      share: String(booking?.share ?? WHOLE_SHARE),
      notes: booking?.notes ?? '',
      status: 'hold',
    }
  }
  const first = initial()
  const whenChanged = (now: Values) =>
    (['isDays', 'fromDay', 'toDay', 'fromTime', 'toTime', 'artistId'] as const).some(
      (field) => now[field] !== first[field],
    )
  const saidWhen = (now: Values) => {
    const span = spanOfFields(now)
    const artist = artistOf(now.artistId)
    return span && artist ? saidOf(span, artist.timeZone, now.isDays) : null
  }
  const change = (booking: BookingView, now: Values): UpdateBooking => ({
    ...(now.title === booking.title ? {} : { title: now.title }),
    ...(Number(now.share) === booking.share ? {} : { share: Number(now.share) }),
    ...(now.notes === (booking.notes ?? '') ? {} : { notes: now.notes || null }),
    ...(now.artistId === booking.artistId ? {} : { artistId: artistOf(now.artistId)?.id }),
    ...(whenChanged(now) ? saidWhen(now) : {}),
  })
  const repeat = (now: Values) => repeatOf(now, now.fromDay)
  const isPlan = (now: Values) => now.more.length > 0 || now.repeat !== 'none'
  /** Several bookings in one command; null while the form says no time or nobody. */
  const planOf = (now: Values): PlanBookings | null => {
    const when = saidWhen(now)
    const artistIds = [now.artistId, ...now.more].flatMap((id) => artistOf(id)?.id ?? [])
    const isReady = now.repeat === 'none' || repeat(now) !== null
    if (!when || artistIds.length === 0 || !isReady || now.fromDay === '') return null
    const { title, notes, status } = now
    const share = isShare(now.share) ? Number(now.share) : WHOLE_SHARE
    const said = {
      projectId: null,
      share,
      title: title.trim() || words.untitled,
      notes: notes || null,
      status,
    }
    return { ...said, ...when, artistIds, repeat: repeat(now), exceptions: [...exceptions()] }
  }
  const make = async (now: Values) => {
    if (isPlan(now)) {
      const plan = planOf(now)
      if (!plan) return
      await together.make(plan)
      return props.onMade()
    }
    const artist = artistOf(now.artistId)
    const when = saidWhen(now)
    if (!artist || !when) return
    const { title, notes, status, share } = now
    const made = await makeBooking({
      artistId: artist.id,
      projectId: null,
      title,
      notes: notes || null,
      status,
      share: Number(share),
      ...when,
    }).catch((thrown: unknown) => {
      const error = asApiError(thrown)
      if (error.code !== 'booking_conflict') throw thrown
      const { code, status: http, requestId, details } = error
      const message = words.takenFull(rivalWords(error, artist.timeZone))
      throw new ApiError({ code, status: http, message, next: '', requestId, details })
    })
    await client.invalidateQueries({ queryKey: bookingsKey(workspace().id) })
    toast(words.made(made.title))
    props.onMade()
  }
  const form = createForm<Values, Values>({
    initial: first,
    schema: async () => ({
      safeParse: (value) => {
        const now = value as Values
        const data = { ...now, title: now.title.trim(), notes: now.notes.trim() }
        const issues = [
          ...(data.title === '' || data.title.length > TITLE_CHARS_MAX ? [issue('title')] : []),
          ...(artistOf(data.artistId) ? [] : [issue('artistId')]),
          ...(isShare(data.share) ? [] : [issue('share')]),
          ...(spanOfFields(data) ? [] : [issue('toDay')]),
          ...repeatProblems(data, data.fromDay).map(issue),
          ...(data.notes.length > NOTES_CHARS_MAX ? [issue('notes')] : []),
        ]
        return issues.length === 0 ? { success: true, data } : { success: false, error: { issues } }
      },
    }),
    messages: {
      title: words.titleMissing,
      artistId: words.artistMissing,
      share: words.shareWrong,
      toDay: words.whenWrong,
      notes: words.notesLong,
      interval: planWords.intervalWrong,
      count: planWords.countWrong,
      until: planWords.untilWrong,
    },
    submit: async (now) => {
      if (props.booking === null) return make(now)
      const { booking } = props
      const wanted = change(booking, now)
      if (Object.keys(wanted).length > 0) {
        const meant = meantBy(booking, kin(), scope(), Date.now())
        if (isAlone(scope())) props.changes.change(booking, wanted)
        else together.change(booking, { ...wanted, scope: scope(), seen: seenOf(meant) })
      }
      props.onClose()
    },
  })
  // After the form, which a memo reads at once.
  const plan = createMemo(() => planOf({ ...form.values }))
  // Days that were left out or moved are days of one rule; another one has others.
  createEffect(
    on(
      () => JSON.stringify([repeat({ ...form.values }), form.values.fromDay]),
      () => setExceptions([]),
      { defer: true },
    ),
  )
  const asked = createMemo(() => {
    const when = saidWhen({ ...form.values })
    const artist = artistOf(form.values.artistId)
    const except = props.booking === null ? {} : { except: props.booking.id }
    const { share } = form.values
    return when === null || !artist || !isShare(share)
      ? null
      : { artistId: artist.id, share: Number(share), ...except, ...when }
  })
  const zone = () => artistOf(form.values.artistId)?.timeZone ?? null
  const setFields = (fields: Partial<RepeatFieldValues>) => {
    for (const [field, value] of Object.entries(fields))
      form.set(field as keyof Values & string, value as Values[keyof Values & string])
  }
  return (
    <Dialog
      isOpen
      isWide
      onClose={props.onClose}
      title={props.booking ? words.editTitle(props.booking.title) : words.createTitle}
    >
      <Form form={form}>
        <TextField label={words.name} autocomplete="off" {...form.bind('title')} />
        <Combobox
          id="artistId"
          label={words.artist}
          options={choices()}
          value={form.values.artistId || null}
          error={form.errors.artistId ?? null}
          onChange={(id) => form.set('artistId', id)}
        />
        <Show when={props.booking === null}>
          <Members
            first={form.values.artistId}
            ids={form.values.more}
            choices={choices()}
            artistOf={artistOf}
            onChange={(more) => form.set('more', more)}
          />
          <div class="field">
            <span class="lab" aria-hidden="true">
              {words.status}
            </span>
            <Segmented
              label={words.status}
              options={firstStates.map((value) => ({ value, label: words.statuses[value] }))}
              value={form.values.status}
              onChange={(status) => form.set('status', status)}
            />
          </div>
        </Show>
        <WhenFields
          values={form.values}
          bind={(field) => form.bind(field)}
          onIsDays={(isDays) => form.set('isDays', isDays)}
          zone={zone()}
          artistName={artistOf(form.values.artistId)?.name ?? ''}
        />
        <Show when={isAlone(scope())}>
          <TextField
            label={words.share}
            hint={words.shareHint}
            inputmode="numeric"
            autocomplete="off"
            {...form.bind('share')}
          />
        </Show>
        <Show when={props.booking === null}>
          <RepeatFields
            values={form.values}
            firstDay={form.values.fromDay}
            bind={(field) => form.bind(field)}
            onChange={setFields}
          />
        </Show>
        <Show when={props.booking}>
          {(booking) => (
            <Scope booking={booking()} kin={kin()} scope={scope()} nowMs={Date.now()} onChange={setScope} />
          )}
        </Show>
        <Show
          when={props.booking === null && isPlan(form.values)}
          fallback={
            <Show when={isAlone(scope())}>
              <Availability
                asked={asked()}
                artistName={artistOf(form.values.artistId)?.name ?? ''}
                isHold={
                  props.booking === null ? form.values.status === 'hold' : props.booking.status === 'hold'
                }
              />
            </Show>
          }
        >
          <Report
            plan={plan()}
            queryOf={planQuery}
            isHold={form.values.status === 'hold'}
            exceptions={exceptions()}
            onChange={setExceptions}
          />
        </Show>
        <Field id="notes" label={words.notes} isOptional error={form.errors.notes ?? null}>
          {(wiring) => (
            <textarea
              {...wiring()}
              class="in"
              rows={3}
              value={form.values.notes}
              onInput={(event) => form.set('notes', event.currentTarget.value)}
            />
          )}
        </Field>
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {props.booking ? text.form.save : words.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
