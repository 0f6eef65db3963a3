import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, createUniqueId, type JSX, on, Show } from 'solid-js'
import type { ConnectionView } from '../../../contracts/connections.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { ConflictCard } from '../../ui/ConflictCard.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { historyOfConnection } from '../history/queries.ts'
import { Versions } from '../history/Versions.tsx'
import { words as history } from '../history/words.ts'
import {
  EditConflict,
  erasing,
  knownConnection,
  refreshConnections,
  saveConnection,
  setErasing,
  storeConnection,
} from './changes.ts'
import { countIn } from './describe.ts'
import { isDisconnected } from './health.ts'
import { disconnect } from './queries.ts'
import type { TabProps } from './tab.ts'
import { sayFailure } from './useActions.ts'
import { words } from './words.ts'

const schema = () => import('../../../contracts/connections.ts').then((module) => module.UpdateConnection)

/** Name, pause, access, and the way to be rid of it. */
export function SettingsTab(props: TabProps): JSX.Element {
  const may = useMay()
  return (
    <div class="col conn-narrow">
      <Show
        when={may('connections.manage')}
        fallback={<Notice tone="info">{words.schedule.readOnly}</Notice>}
      >
        <NameCard view={props.view} />
        <Show when={erasing() !== props.view.id}>
          <Card title={history.open}>
            <Versions
              of={historyOfConnection(props.view.id, props.view.label)}
              mayRestore={!isDisconnected(props.view)}
            />
          </Card>
        </Show>
        <AccessCard {...props} />
        <Show when={!isDisconnected(props.view)}>
          <DisconnectCard {...props} />
        </Show>
      </Show>
    </div>
  )
}

function NameCard(props: { view: ConnectionView }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [rival, setRival] = createSignal<{ base: string; mine: string; now: ConnectionView } | null>(null)
  // As the form opened with it. A live change that is not about the name moves it along; another name only while none is typed here.
  let seen = props.view
  createEffect(
    on(
      () => props.view,
      (now) => {
        const isUntouched = form.values.label === seen.label
        if (now.label !== seen.label && !isUntouched) return
        seen = now
        if (isUntouched) form.set('label', now.label)
      },
      { defer: true },
    ),
  )
  const save = async (base: ConnectionView, label: string) => {
    try {
      const saved = await saveConnection(workspace().id, base, { label })
      storeConnection(client, workspace().id, saved.view)
      seen = saved.view
      setRival(null)
      form.set('label', saved.view.label)
      toastUndo(saved.isMerged ? words.act.merged : text.form.saved, () => {
        void save(knownConnection(client, workspace().id, base.id) ?? saved.view, base.label).catch(
          sayFailure,
        )
      })
    } catch (thrown) {
      if (!(thrown instanceof EditConflict)) throw thrown
      setRival({ base: base.label, mine: label, now: thrown.now })
    }
  }
  const form = createForm({
    initial: { label: props.view.label },
    schema,
    messages: { label: words.settings.nameMissing },
    submit: (value) => save(seen, value.label ?? seen.label),
  })
  return (
    <Card title={words.settings.general}>
      <Show
        when={rival()}
        fallback={
          <Form form={form}>
            <TextField
              label={words.settings.name}
              hint={words.settings.nameHint}
              autocomplete="off"
              {...form.bind('label')}
            />
            <div class="row">
              <Button type="submit" kind="primary" isBusy={form.isBusy()}>
                {text.form.save}
              </Button>
            </div>
          </Form>
        }
      >
        {(conflict) => (
          <ConflictCard
            title={words.settings.conflict}
            base={conflict().base}
            mine={{ id: 'me', name: words.act.you, value: conflict().mine }}
            theirs={{
              id: 'colleague',
              name: words.act.colleague,
              value: conflict().now.label,
              at: words.act.justNow,
            }}
            onKeepMine={() => void save(conflict().now, conflict().mine).catch(sayFailure)}
            onTakeTheirs={() => {
              seen = conflict().now
              storeConnection(client, workspace().id, seen)
              form.set('label', seen.label)
              setRival(null)
            }}
            onEdit={() => {
              seen = conflict().now
              storeConnection(client, workspace().id, seen)
              setRival(null)
            }}
          />
        )}
      </Show>
    </Card>
  )
}

function AccessCard(props: TabProps): JSX.Element {
  return (
    <Card title={words.settings.access}>
      <div class="form">
        <Show when={props.view.status !== 'pending' && !isDisconnected(props.view)}>
          <Switch
            label={words.settings.pause}
            hint={words.settings.pauseSay}
            isChecked={props.view.status === 'disabled'}
            onChange={(isPaused) => void props.actions.setPaused(props.view, isPaused)}
          />
        </Show>
        <p class="sm muted">{words.settings.accessSay(props.name)}</p>
        <div class="row">
          <Button
            isBusy={props.consent.isWaiting()}
            onClick={() => void props.consent.begin(props.view.provider, { connectionId: props.view.id })}
          >
            {words.act.reconnect}
          </Button>
          <Show when={props.consent.isWaiting()}>
            <Button kind="quiet" onClick={props.consent.dismiss}>
              {words.allow.stop}
            </Button>
          </Show>
        </div>
      </div>
    </Card>
  )
}

function DisconnectCard(props: TabProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const format = useFormat()
  const group = createUniqueId()
  const [data, setData] = createSignal<'keep' | 'erase'>('keep')
  const [isAsking, setAsking] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const isErase = () => data() === 'erase'
  const confirm = async () => {
    const { label, id } = props.view
    setBusy(true)
    if (isErase()) setErasing(id)
    try {
      await disconnect(workspace().id, id, data())
      setAsking(false)
      toast(isErase() ? words.settings.erased(label) : words.settings.disconnected(label))
      navigate(paths.connectors(workspace().slug))
    } catch (thrown) {
      setErasing(null)
      sayFailure(thrown)
    } finally {
      setBusy(false)
      void refreshConnections(client, workspace().id)
    }
  }
  const Choice = (choice: { value: 'keep' | 'erase'; title: string; say: string }) => (
    <label class="opt">
      <input
        class="sr"
        type="radio"
        name={group}
        checked={data() === choice.value}
        onChange={() => setData(choice.value)}
      />
      <b>{choice.title}</b>
      <span class="say">{choice.say}</span>
    </label>
  )
  return (
    <Card title={words.settings.disconnect}>
      <div class="form">
        <p class="sm muted">{words.settings.disconnectSay(props.name)}</p>
        <fieldset class="choices">
          <legend>{words.settings.choice}</legend>
          <Choice value="keep" title={words.settings.keep} say={words.settings.keepSay} />
          <Choice value="erase" title={words.settings.erase} say={words.settings.eraseSay} />
        </fieldset>
        <div class="row">
          <Button kind={isErase() ? 'danger' : undefined} onClick={() => setAsking(true)}>
            {isErase() ? words.settings.doErase : words.settings.disconnect}
          </Button>
        </div>
      </div>
      <AlertDialog
        isOpen={isAsking()}
        onClose={() => setAsking(false)}
        title={
          isErase() ? words.settings.askErase(props.view.label) : words.settings.askKeep(props.view.label)
        }
        say={isErase() ? words.settings.askEraseSay : words.settings.askKeepSay}
        loss={
          isErase()
            ? [
                { name: words.settings.lossRows, value: countIn(format(), props.view.rowsTotal) },
                { name: words.settings.lossClient, value: props.view.clientName },
              ]
            : undefined
        }
        typed={isErase() ? props.view.label : undefined}
        keep={words.settings.stay}
        action={isErase() ? words.settings.doErase : words.settings.disconnect}
        isBusy={isBusy()}
        onConfirm={() => void confirm()}
      />
    </Card>
  )
}
