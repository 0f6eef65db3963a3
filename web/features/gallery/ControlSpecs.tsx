import Bell from 'lucide-solid/icons/bell'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Pencil from 'lucide-solid/icons/pencil'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, type JSX } from 'solid-js'
import { createFormat } from '../../lib/format.ts'
import { rangeFromQuery, rangeToQuery } from '../../lib/range.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Checkbox, Switch } from '../../ui/Choice.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { DateRangePicker } from '../../ui/DateRangePicker.tsx'
import { AlertDialog, Dialog, Sheet } from '../../ui/Dialog.tsx'
import { ErrorSummary, TextField } from '../../ui/Field.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Pill, StatusPill } from '../../ui/Pill.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { Spec } from './Spec.tsx'

const fruit = [
  { value: 'day', label: 'By day' },
  { value: 'week', label: 'By week' },
  { value: 'month', label: 'By month' },
]
const rules = { today: '2026-11-19', weekStart: 1, fiscalYearStartMonth: 7 }
const format = createFormat({ currency: 'AUD', timeZone: 'Australia/Sydney' })

/** Buttons, fields, menus, dialogs. */
export function ControlSpecs(): JSX.Element {
  return (
    <div class="specs">
      <Buttons />
      <Choices />
      <Form />
      <Layers />
      <Ranges />
    </div>
  )
}

function Buttons(): JSX.Element {
  return (
    <Spec title="Buttons" span={12}>
      <div class="card pad row wrap">
        <Button kind="primary" icon={Plus}>
          Primary
        </Button>
        <Button icon={Pencil}>Plain</Button>
        <Button kind="quiet">Quiet</Button>
        <Button kind="danger" icon={Trash}>
          Danger
        </Button>
        <Button kind="primary" isBusy>
          Saving
        </Button>
        <Button blocked="Only owners can do this">Blocked</Button>
        <Button size="sm">Small</Button>
        <Button size="lg" kind="primary">
          Large
        </Button>
        <IconButton icon={Bell} label="Notifications" />
        <IconButton icon={Ellipsis} label="More" size="sm" />
        <Menu
          trigger="Menu"
          entries={[
            { kind: 'label', label: 'Row' },
            { kind: 'item', label: 'Edit', icon: Pencil, keys: 'E', run: () => undefined },
            { kind: 'item', label: 'Chosen', isChecked: true, run: () => undefined },
            { kind: 'item', label: 'Not now', isDisabled: true, run: () => undefined },
            { kind: 'rule' },
            { kind: 'item', label: 'Delete', icon: Trash, isDanger: true, run: () => undefined },
          ]}
        />
        <Tooltip words="Words on hover and focus" keys="R">
          <Button>Tooltip</Button>
        </Tooltip>
      </div>
    </Spec>
  )
}

function Choices(): JSX.Element {
  const [kind, setKind] = createSignal<'line' | 'bar'>('line')
  const [isOn, setOn] = createSignal(true)
  const [tab, setTab] = createSignal<'overview' | 'runs'>('overview')
  return (
    <>
      <Spec title="Choices">
        <div class="card pad col">
          <Segmented
            label="Chart"
            options={[
              { value: 'line', label: 'Line' },
              { value: 'bar', label: 'Bar' },
            ]}
            value={kind()}
            onChange={setKind}
          />
          <Checkbox label="Include refunds" hint="They lower the total" isChecked={isOn()} onChange={setOn} />
          <Checkbox label="Not ticked" isChecked={false} onChange={() => undefined} />
          <Switch label="Weekly summary" isChecked={isOn()} onChange={setOn} />
        </div>
      </Spec>
      <Spec title="Tabs and pills">
        <div class="card pad col">
          <Tabs
            label="Source"
            tabs={[
              {
                value: 'overview',
                label: 'Overview',
                body: () => <p class="sm muted after-tabs">Overview of the source.</p>,
              },
              {
                value: 'runs',
                label: 'Runs',
                body: () => <p class="sm muted after-tabs">Runs of the source.</p>,
              },
            ]}
            value={tab()}
            onChange={setTab}
          />
          <div class="row wrap">
            <StatusPill tone="good">Healthy</StatusPill>
            <StatusPill tone="late">Late 6 h</StatusPill>
            <StatusPill tone="bad">Failed</StatusPill>
            <StatusPill tone="note">Running</StatusPill>
            <StatusPill tone="plain">Not yet run</StatusPill>
            <Pill>Draft</Pill>
          </div>
        </div>
      </Spec>
    </>
  )
}

function Form(): JSX.Element {
  const [grain, setGrain] = createSignal('week')
  const [zone, setZone] = createSignal('month')
  return (
    <Spec title="Form with error summary" span={12}>
      <form class="card pad form" onSubmit={(event) => event.preventDefault()}>
        <ErrorSummary
          errors={{ 'g-end': 'Last day is before the first day', 'g-fee': 'Fee must be a number' }}
        />
        <div class="two">
          <TextField id="g-project" label="Project" value="Saltbush display homes" />
          <TextField id="g-note" label="Note" isOptional placeholder="" />
          <TextField
            id="g-end"
            label="Last day"
            value="12 Nov 2026"
            error="Last day is before the first day"
          />
          <TextField
            id="g-fee"
            label="Fee, AUD without GST"
            hint="Any form will do: 3800, 3,800.00, $3.8k"
            value="thirty-eight hundred"
            error="Fee must be a number"
          />
          <Select id="g-grain" label="Points" options={fruit} value={grain()} onChange={setGrain} />
          <Combobox id="g-zone" label="Found by typing" options={fruit} value={zone()} onChange={setZone} />
        </div>
        <div class="row">
          <Button type="submit" kind="primary">
            Save booking
          </Button>
          <Button>Cancel</Button>
        </div>
      </form>
    </Spec>
  )
}

function Layers(): JSX.Element {
  const [open, setOpen] = createSignal<'dialog' | 'alert' | 'sheet' | null>(null)
  const close = () => setOpen(null)
  return (
    <Spec title="Layers">
      <div class="card pad row wrap">
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('alert')}>Alert dialog</Button>
        <Button onClick={() => setOpen('sheet')}>Sheet</Button>
        <Button onClick={() => toastUndo('Quillwave titles moved to Sat 21 Nov', () => undefined)}>
          Toast
        </Button>
        <Button onClick={() => toast('Not saved: Bo removed this booking', { isError: true })}>
          Error toast
        </Button>
      </div>
      <Dialog
        isOpen={open() === 'dialog'}
        onClose={close}
        title="Add member"
        say="The person needs an account first."
      >
        <TextField label="Email" />
        <div class="row end">
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" onClick={close}>
            Add
          </Button>
        </div>
      </Dialog>
      <AlertDialog
        isOpen={open() === 'alert'}
        onClose={close}
        title="Revoke the key “Warehouse export”?"
        say="Programs that use it stop at once. A revoked key cannot be restored."
        loss={[
          { name: 'Calls in the last 7 days', value: '18,204' },
          { name: 'Last used', value: '4 min ago' },
        ]}
        typed="warehouse export"
        keep="Keep the key"
        action="Revoke key"
        onConfirm={close}
      />
      <Sheet isOpen={open() === 'sheet'} onClose={close} title="Stripe">
        <p class="muted">A panel over the page.</p>
      </Sheet>
    </Spec>
  )
}

function Ranges(): JSX.Element {
  const [query, setQuery] = createSignal<Record<string, string | undefined>>({ range: '13w' })
  const range = () => rangeFromQuery(query(), rules)
  return (
    <Spec title="Date range">
      <div class="card pad row wrap">
        <DateRangePicker
          range={range()}
          rules={rules}
          format={format}
          onChange={(choice) =>
            setQuery(
              Object.fromEntries(
                Object.entries(rangeToQuery(choice)).map(([name, value]) => [name, value ?? undefined]),
              ),
            )
          }
        />
        <span class="sm muted num">
          {format.dayRange(range().from, range().to)}, by {range().grain}
        </span>
      </div>
    </Spec>
  )
}
