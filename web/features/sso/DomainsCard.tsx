import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { SsoDomainView, SsoView } from '../../../contracts/sso.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useFormat } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { toast } from '../../ui/Toast.tsx'
import { CopyLine } from './CopyLine.tsx'
import { addDomain, checkDomain, removeDomain } from './queries.ts'
import { words } from './words.ts'

const schema = () => import('../../../contracts/sso.ts').then((module) => module.AddSsoDomain)

/** The mail domains of the company, and the record that shows whose each is. */
export function DomainsCard(props: { view: SsoView; onSaved: (view: SsoView) => void }): JSX.Element {
  const form = createForm({
    initial: { domain: '' },
    schema,
    messages: { domain: words.domainWrong },
    submit: async ({ domain }) => {
      props.onSaved(await addDomain(domain))
      form.reset({ domain: '' })
    },
  })
  return (
    <Card title={words.domains}>
      <p class="sm muted">{words.domainsSay}</p>
      <Show when={props.view.domains.length > 0} fallback={<p class="sm muted after">{words.noDomains}</p>}>
        <ul class="sso-domains">
          <For each={props.view.domains}>
            {(domain) => <Domain domain={domain} onSaved={props.onSaved} />}
          </For>
        </ul>
      </Show>
      <div class="after">
        <Form form={form}>
          <TextField
            label={words.domain}
            hint={words.domainHint}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            {...form.bind('domain')}
          />
          <div class="row">
            <Button type="submit" isBusy={form.isBusy()}>
              {words.add}
            </Button>
          </div>
        </Form>
      </div>
    </Card>
  )
}

function Domain(props: { domain: SsoDomainView; onSaved: (view: SsoView) => void }): JSX.Element {
  const [isBusy, setBusy] = createSignal(false)
  const act = async (work: () => Promise<SsoView>, done: string) => {
    setBusy(true)
    try {
      const view = await work()
      toast(done)
      props.onSaved(view)
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`, { isError: true })
    } finally {
      setBusy(false)
    }
  }
  const name = () => props.domain.domain
  const format = useFormat()
  const isShown = () => props.domain.verifiedAt !== null && props.domain.stopsAt === null
  const state = () => {
    const { verifiedAt, stopsAt } = props.domain
    if (verifiedAt === null) return words.waiting
    return stopsAt === null ? words.verified : words.stops(format().day(stopsAt.slice(0, 10)))
  }
  return (
    <li>
      <div class="row wrap">
        <b class="grow">{name()}</b>
        <StatusPill tone={isShown() ? 'good' : 'late'}>{state()}</StatusPill>
        <Show when={!isShown()}>
          <Button
            size="sm"
            isBusy={isBusy()}
            aria-label={words.checkOf(name())}
            onClick={() => void act(() => checkDomain(name()), words.checked(name()))}
          >
            {words.check}
          </Button>
        </Show>
        <IconButton
          icon={Trash}
          size="sm"
          label={words.removeDomain(name())}
          onClick={() => void act(() => removeDomain(name()), words.domainRemoved(name()))}
        />
      </div>
      <Show when={!isShown()}>
        <dl>
          <CopyLine name={words.recordName} value={props.domain.record.name} />
          <CopyLine name={words.recordValue} value={props.domain.record.value} />
        </dl>
      </Show>
    </li>
  )
}
