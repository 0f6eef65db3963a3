import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import LifeBuoy from 'lucide-solid/icons/life-buoy'
import { createSignal, type JSX, Match, Switch } from 'solid-js'
import type { GrantSupport, SupportGrantView } from '../../../contracts/support.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Select } from '../../ui/Select.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { allowSupport, endSupport, supportQuery } from './queries.ts'
import { words } from './words.ts'

const HOURS = [1, 4, 24, 72] as const
const schema = () => import('../../../contracts/support.ts').then((module) => module.GrantSupport)

/** Whether people of Orrery may look into the workspace, which its owners decide. */
export function SupportCard(): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => supportQuery(workspace().id))
  const [isOpen, setOpen] = createSignal(false)
  return (
    <Switch>
      <Match when={query.isPending}>
        <Skeleton label={words.title} shape="table" />
      </Match>
      <Match when={query.isError}>
        <ErrorCard what={words.title} error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </Match>
      <Match when={query.data}>{(grant) => <Open grant={grant()} />}</Match>
      <Match when={query.data === null}>
        <Card title={words.title}>
          <p class="sm muted">{words.off}</p>
          <div class="row after">
            <Button icon={LifeBuoy} onClick={() => setOpen(true)}>
              {words.allow}
            </Button>
          </div>
        </Card>
        <AllowDialog isOpen={isOpen()} onClose={() => setOpen(false)} />
      </Match>
    </Switch>
  )
}

function Open(props: { grant: SupportGrantView }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const client = useQueryClient()
  const end = useMutation(() => ({
    mutationFn: endSupport,
    onSuccess: () => toast(words.ended),
    onError: (thrown: unknown) => toast(asApiError(thrown).message, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: supportQuery(workspace().id).queryKey }),
  }))
  return (
    <Card title={words.title} actions={<StatusPill tone="late">{words.on}</StatusPill>}>
      <p class="b">{words.until(format().dateTime(props.grant.endsAt))}</p>
      <p>{props.grant.reason}</p>
      <p class="sm muted">{words.by(props.grant.grantedBy, format().dateTime(props.grant.grantedAt))}</p>
      <div class="row wrap after">
        <Button kind="primary" isBusy={end.isPending} onClick={() => end.mutate()}>
          {words.end}
        </Button>
        <LinkButton href={`${paths.settings(workspace().slug, 'audit')}?kind=access`}>
          {words.audit}
        </LinkButton>
      </div>
    </Card>
  )
}

function AllowDialog(props: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const initial = () => ({ reason: '', hours: HOURS[1] as number })
  const [hours, setHours] = createSignal(String(HOURS[1]))
  const form = createForm({
    initial: initial(),
    schema,
    messages: { reason: words.reasonMissing },
    submit: async (value: GrantSupport) => {
      await allowSupport(value.hours, value.reason)
      form.reset(initial())
      toast(words.allowed)
      props.onClose()
      await client.invalidateQueries({ queryKey: supportQuery(workspace().id).queryKey })
    },
  })
  const choose = (value: string) => {
    setHours(value)
    form.set('hours', Number(value))
  }
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={words.allow}>
      <Form form={form}>
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          autocomplete="off"
          maxlength="200"
          {...form.bind('reason')}
        />
        <Select
          id="support-hours"
          label={words.hours}
          options={HOURS.map((value) => ({ value: String(value), label: words.hoursOf(value) }))}
          value={hours()}
          onChange={choose}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.allow}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
