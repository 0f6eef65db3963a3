import { createMemo, createSignal, type JSX } from 'solid-js'
import type { BookingSeriesView, ExtendSeries, RepeatException } from '../../../../contracts/booking-plans.ts'
import type { BookingView } from '../../../../contracts/bookings.ts'
import { createForm } from '../../../lib/form.ts'
import { text } from '../../../lib/text.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Form } from '../../../ui/Form.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { words } from '../words.ts'
import { EndFields, type EndValues } from './EndFields.tsx'
import { extensionQuery } from './queries.ts'
import { Report } from './Report.tsx'
import { endOf, endProblems, repeatText } from './repeat.ts'
import { useTogether } from './useTogether.ts'
import { planWords } from './words.ts'

const states = ['hold', 'pencil', 'confirmed'] as const
type Values = EndValues & { status: (typeof states)[number] } & Record<string, unknown>

/** Lets a series go on. Every new time is shown with what is in the way before anything is booked. */
export function ExtendDialog(props: {
  booking: BookingView
  series: BookingSeriesView
  zoneOf: (artistId: string) => string
  blocked: string | false
  onClose: () => void
}): JSX.Element {
  const together = useTogether(props.zoneOf)
  const [exceptions, setExceptions] = createSignal<RepeatException[]>([])
  const status = states.find((one) => one === props.booking.status) ?? 'confirmed'
  const initial: Values = { ends: 'count', count: '4', until: '', status }
  /** Null while the form says no end. */
  const askedOf = (now: Values): ExtendSeries | null =>
    endProblems(now, props.series.firstDay).length > 0
      ? null
      : {
          ...endOf(now),
          seriesVersion: props.series.version,
          status: now.status,
          exceptions: exceptions(),
        }
  const form = createForm<Values, Values>({
    initial,
    schema: async () => ({
      safeParse: (value) => {
        const data = value as Values
        const issues = endProblems(data, props.series.firstDay).map((field) => ({
          path: [field],
          message: '',
        }))
        return issues.length === 0 ? { success: true, data } : { success: false, error: { issues } }
      },
    }),
    messages: { count: planWords.countWrong, until: planWords.untilWrong },
    submit: async (now) => {
      const asked = askedOf(now)
      if (asked === null) return
      await together.extend(props.booking, asked)
      props.onClose()
    },
  })
  // Days that were left out or moved are days of one end; another one has others.
  const setEnd = (field: 'ends' | 'count' | 'until', value: string) => {
    setExceptions([])
    form.set(field, value as Values[typeof field])
  }
  const bind = (field: 'count' | 'until') => ({
    ...form.bind(field),
    onInput: (value: string) => setEnd(field, value),
  })
  const asked = createMemo(() => askedOf({ ...form.values }))
  return (
    <Dialog isOpen isWide onClose={props.onClose} title={planWords.extendTitle(props.booking.title)}>
      <Form form={form}>
        <p class="sm muted">{planWords.extendSay(repeatText(props.series.repeat, props.series.firstDay))}</p>
        <EndFields
          ends={form.values.ends}
          firstDay={props.series.firstDay}
          countLabel={planWords.moreTimes}
          bind={bind}
          onEnds={(ends) => setEnd('ends', ends)}
        />
        <div class="field">
          <span class="lab" aria-hidden="true">
            {words.status}
          </span>
          <Segmented
            label={words.status}
            options={states.map((value) => ({ value, label: words.statuses[value] }))}
            value={form.values.status}
            onChange={(one) => form.set('status', one)}
          />
        </div>
        <Report
          plan={asked()}
          queryOf={(workspaceId, one) => extensionQuery(workspaceId, props.booking.id, one)}
          isHold={form.values.status === 'hold'}
          exceptions={exceptions()}
          onChange={setExceptions}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" blocked={props.blocked} isBusy={form.isBusy()}>
            {planWords.extend}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
