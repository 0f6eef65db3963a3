import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { DURATION_SCALE, MONEY_SCALE, PLAIN_SCALE } from '../../../contracts/limits.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorSummary, TextField } from '../../ui/Field.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { keyFromLabel } from '../imports/naming.ts'
import { words as metricWords } from '../metrics/words.ts'
import { currencyOptions } from '../workspaces/choices.ts'
import type { SheetColumn } from './sheet.ts'
import { words } from './words.ts'

type Fresh = Pick<SheetColumn, 'label' | 'unit' | 'aggregation' | 'direction'> & { currency: string }
const units = ['money', 'count', 'percent', 'duration'] as const
const aggregations = ['sum', 'avg', 'last', 'min', 'max'] as const
const directions = ['up', 'down', 'neutral'] as const
const scales = { money: MONEY_SCALE, count: PLAIN_SCALE, percent: PLAIN_SCALE, duration: DURATION_SCALE }

/** Puts one more metric on the sheet: one of the catalogue, or a new one, which its first value makes. */
export function AddMetric(props: {
  catalogue: readonly MetricDefinition[]
  columns: readonly SheetColumn[]
  onExisting: (key: string) => void
  onNew: (column: SheetColumn) => void
  onClose: () => void
}): JSX.Element {
  const choices = () =>
    props.catalogue
      .filter(({ source }) => source.kind === 'facts' && source.table === 'custom_metrics')
      .filter(({ key }) => !props.columns.some((column) => column.key === key))
      .map(({ key, label }) => ({ value: key as string, label }))
  const [kind, setKind] = createSignal<'fresh' | 'existing'>('fresh')
  return (
    <Dialog isOpen onClose={props.onClose} title={words.add.title}>
      <div class="values-kind">
        <Segmented
          label={words.add.kind}
          options={[
            { value: 'fresh', label: words.add.fresh },
            { value: 'existing', label: words.add.existing },
          ]}
          value={kind()}
          onChange={setKind}
        />
      </div>
      <Switch>
        <Match when={kind() === 'fresh'}>
          <FreshForm {...props} />
        </Match>
        <Match when={kind() === 'existing'}>
          <ExistingForm choices={choices()} onExisting={props.onExisting} onClose={props.onClose} />
        </Match>
      </Switch>
    </Dialog>
  )
}

function Actions(props: { onClose: () => void; isBusy?: boolean; isAlone?: boolean }): JSX.Element {
  return (
    <div class="row end">
      <Button onClick={() => props.onClose()}>{text.form.cancel}</Button>
      <Show when={!props.isAlone}>
        <Button type="submit" kind="primary" isBusy={props.isBusy}>
          {words.add.button}
        </Button>
      </Show>
    </div>
  )
}

function ExistingForm(props: {
  choices: readonly { value: string; label: string }[]
  onExisting: (key: string) => void
  onClose: () => void
}): JSX.Element {
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [wasTried, setTried] = createSignal(false)
  const submit = (event: Event) => {
    event.preventDefault()
    const key = chosen()
    setTried(true)
    if (key === null) return document.getElementById('metric')?.focus()
    props.onExisting(key)
    props.onClose()
  }
  return (
    <form class="form" novalidate onSubmit={submit}>
      <Show when={props.choices.length > 0} fallback={<p>{words.add.none}</p>}>
        <Combobox
          id="metric"
          label={words.add.metric}
          hint={words.add.metricHint}
          options={props.choices}
          value={chosen()}
          onChange={setChosen}
          error={wasTried() && chosen() === null ? words.add.metricMissing : null}
        />
      </Show>
      <Actions onClose={props.onClose} isAlone={props.choices.length === 0} />
    </form>
  )
}

function FreshForm(props: {
  catalogue: readonly MetricDefinition[]
  columns: readonly SheetColumn[]
  onNew: (column: SheetColumn) => void
  onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  /** What has the key this name would get. */
  const holderOf = (label: string) => {
    const key = keyFromLabel(label)
    return [...props.catalogue, ...props.columns].find((one) => one.key === key)
  }
  const form = createForm<Fresh & Record<string, unknown>, Fresh>({
    initial: {
      label: '',
      unit: 'count',
      currency: workspace().currency,
      aggregation: 'sum',
      direction: 'up',
    },
    schema: async () => {
      const { PutCustomMetric } = await import('../../../contracts/records.ts')
      const shape = PutCustomMetric.pick({
        label: true,
        unit: true,
        currency: true,
        aggregation: true,
        direction: true,
      })
        .required()
        .refine(({ label }) => holderOf(label) === undefined, { path: ['label'], error: 'taken' })
      return {
        safeParse: (value) => {
          const checked = shape.safeParse(value)
          if (checked.success) return { success: true, data: checked.data }
          const issues = checked.error.issues.map(({ path, message }) => {
            const holder = path[0] === 'label' ? holderOf(String((value as Fresh).label)) : undefined
            const isTaken = message === 'taken' && holder !== undefined
            return { path, message: isTaken ? words.add.taken(holder.label) : messageOf(path[0], message) }
          })
          return { success: false, error: { issues } }
        },
      }
    },
    submit: async ({ label, unit, currency, aggregation, direction }) => {
      const name = label.trim()
      const key = keyFromLabel(name)
      props.onNew({
        ...{ key, label: name, unit, aggregation, direction, isNew: true, scale: scales[unit] },
        currency: unit === 'money' ? currency : null,
      } as SheetColumn)
      props.onClose()
    },
  })
  return (
    <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
      <ErrorSummary errors={form.errors} ref={form.summaryRef} />
      <TextField label={words.add.label} autocomplete="off" {...form.bind('label')} />
      <div class="two">
        <Select
          label={words.add.unit}
          options={units.map((value) => ({ value, label: words.units[value] }))}
          value={form.values.unit}
          onChange={(unit) => {
            form.set('unit', unit)
            // The sum of percentages means nothing.
            if (unit === 'percent' && form.values.aggregation === 'sum') form.set('aggregation', 'avg')
          }}
        />
        <Show when={form.values.unit === 'money'}>
          <Combobox
            id="currency"
            label={words.add.currency}
            options={currencyOptions}
            value={form.values.currency}
            onChange={(currency) => form.set('currency', currency)}
            error={form.errors.currency}
          />
        </Show>
      </div>
      <Select
        label={words.add.aggregation}
        hint={words.add.aggregationHint}
        options={aggregations.map((value) => ({ value, label: words.aggregations[value] }))}
        value={form.values.aggregation as (typeof aggregations)[number]}
        onChange={(aggregation) => form.set('aggregation', aggregation)}
      />
      <Select
        label={words.add.direction}
        options={directions.map((value) => ({ value, label: metricWords.directions[value] }))}
        value={form.values.direction}
        onChange={(direction) => form.set('direction', direction)}
      />
      <Actions onClose={props.onClose} isBusy={form.isBusy()} />
    </form>
  )
}

const messageOf = (field: PropertyKey | undefined, message: string) =>
  field === 'label' ? words.add.labelMissing : field === 'currency' ? words.add.currencyMissing : message
