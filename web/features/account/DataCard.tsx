import './account.css'
import Download from 'lucide-solid/icons/download'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { EraseMe, ErasureProof } from '../../../contracts/privacy.ts'
import { call } from '../../lib/api.ts'
import { ApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { setOnTheWayOut } from '../../lib/stores/leaving.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { accountText } from './text.ts'

const words = accountText.data

interface Account {
  email: string
  hasPassword: boolean
  hasTwoFactor: boolean
}

/** What is kept about the person: taken out, or erased. */
export function DataCard(props: Account): JSX.Element {
  const [isOpen, setOpen] = createSignal(false)
  const [proof, setProof] = createSignal<ErasureProof | null>(null)
  return (
    <>
      <Card title={words.title}>
        <p class="muted">{words.say}</p>
        <div class="row account-act">
          <a class="btn" href="/api/v1/me/export" download="orrery-my-data.json">
            <Download />
            {words.take}
          </a>
        </div>
      </Card>
      <Card title={words.eraseTitle}>
        <p class="muted">{words.eraseSay}</p>
        <div class="row account-act">
          <Button kind="danger" onClick={() => setOpen(true)}>
            {words.erase}
          </Button>
        </div>
      </Card>
      <Dialog
        isOpen={isOpen() && proof() === null}
        onClose={() => setOpen(false)}
        title={words.sure}
        say={`${words.sureSay} ${words.exportFirst}`}
        role="alertdialog"
      >
        <EraseForm {...props} onClose={() => setOpen(false)} onErased={setProof} />
      </Dialog>
      <Show when={proof()}>{(done) => <ErasedDialog proof={done()} />}</Show>
    </>
  )
}

/** The refusal of a last owner, with the names of what is in the way. */
function inWords(thrown: unknown): unknown {
  if (!(thrown instanceof ApiError) || thrown.code !== 'still_owner') return thrown
  const { workspaces } = thrown.details as { workspaces: { name: string }[] }
  const message = words.stillOwner(workspaces.map(({ name }) => name).join(', '))
  return new ApiError({ code: thrown.code, status: thrown.status, message })
}

function EraseForm(
  props: Account & { onClose: () => void; onErased: (proof: ErasureProof) => void },
): JSX.Element {
  const form = createForm({
    initial: { confirmEmail: '', erasePassword: '', code: '' },
    schema: () =>
      import('../../../contracts/privacy.ts').then(({ EraseMe }) => ({
        safeParse: (value: unknown) => {
          // Field names are ids, and there is one password field in each form of this page.
          const { confirmEmail, erasePassword, code } = value as Record<string, string>
          return EraseMe.refine(
            (asked) => asked.confirmEmail.trim().toLowerCase() === props.email.toLowerCase(),
            {
              path: ['confirmEmail'],
            },
          )
            .refine((asked) => !props.hasTwoFactor || (asked.code ?? '') !== '', { path: ['code'] })
            .safeParse({
              confirmEmail,
              ...(props.hasPassword && { password: erasePassword }),
              ...(props.hasTwoFactor && { code }),
            })
        },
      })),
    messages: { confirmEmail: words.emailWrong, code: words.codeMissing },
    submit: async (value: EraseMe) => {
      // What the page asks meanwhile may be answered first, by then to nobody.
      setOnTheWayOut(true)
      try {
        props.onErased(
          await call<ErasureProof>('/api/v1/me/erasure', { method: 'POST', body: value, workspaceId: null }),
        )
      } catch (thrown) {
        setOnTheWayOut(false)
        throw inWords(thrown)
      }
    },
  })
  return (
    <Form form={form}>
      <TextField label={words.email} type="email" autocomplete="off" {...form.bind('confirmEmail')} />
      <Show when={props.hasPassword}>
        <TextField
          label={words.password}
          type="password"
          autocomplete="current-password"
          {...form.bind('erasePassword')}
          error={form.errors.password ? words.passwordMissing : null}
        />
      </Show>
      <Show when={props.hasTwoFactor}>
        <TextField label={words.code} autocomplete="one-time-code" {...form.bind('code')} />
      </Show>
      <div class="row end">
        <Button onClick={props.onClose}>{words.keep}</Button>
        <Button type="submit" kind="danger" isBusy={form.isBusy()}>
          {words.now}
        </Button>
      </div>
    </Form>
  )
}

/** What went. The app knows nobody any more, so the only way on is out. */
function ErasedDialog(props: { proof: ErasureProof }): JSX.Element {
  const leave = () => window.location.assign('/')
  const sum = (of: 'removed' | 'left') => props.proof.tables.reduce((all, table) => all + table[of], 0)
  return (
    <Dialog
      isOpen
      onClose={leave}
      title={words.doneTitle}
      say={sum('left') === 0 ? words.done(sum('removed')) : words.left(sum('left'))}
      role="alertdialog"
    >
      <dl class="loss" aria-label={words.table}>
        <For each={props.proof.tables.filter(({ removed }) => removed > 0)}>
          {({ name, removed }) => (
            <div>
              <dt>{name.replaceAll('_', ' ')}</dt>
              <dd class="num">{removed}</dd>
            </div>
          )}
        </For>
      </dl>
      <div class="row end">
        <Button kind="primary" onClick={leave}>
          {words.leave}
        </Button>
      </div>
    </Dialog>
  )
}
