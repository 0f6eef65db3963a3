import { createSignal, type JSX, Show } from 'solid-js'
import type { PhaseView } from '../../../contracts/projects.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { makePhase, removePhase, renamePhase } from './queries.ts'
import { words } from './words.ts'

const NAME_CHARS_MAX = 120

interface Values extends Record<string, string> {
  name: string
}

/** Adds a phase, gives one another name, or removes it. */
export function PhaseDialog(props: {
  projectId: string
  phase: PhaseView | null
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const [isRemoving, setRemoving] = createSignal(false)
  const form = createForm<Values, string>({
    initial: { name: props.phase?.name ?? '' },
    schema: async () => ({
      safeParse: (value) => {
        // The form gives what it holds.
        const name = (value as Values).name.trim()
        return name === '' || name.length > NAME_CHARS_MAX
          ? { success: false, error: { issues: [{ path: ['name'], message: '' }] } }
          : { success: true, data: name }
      },
    }),
    messages: { name: words.nameMissing },
    submit: async (name) => {
      const { phase } = props
      await (phase === null ? makePhase(props.projectId, name) : renamePhase(phase.id, phase.version, name))
      await props.onSaved()
      props.onClose()
    },
  })
  const remove = async (phase: PhaseView) => {
    setRemoving(true)
    try {
      await removePhase(phase.id, phase.version)
      toast(words.phaseRemoved(phase.name))
      await props.onSaved()
      props.onClose()
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`.trim(), { isError: true })
      setRemoving(false)
    }
  }
  return (
    <Dialog isOpen title={props.phase ? words.editPhaseTitle : words.addPhaseTitle} onClose={props.onClose}>
      <Form form={form}>
        <TextField label={words.name} autocomplete="off" {...form.bind('name')} />
        <Show when={props.phase}>
          <p class="sm muted">{words.removePhaseSay}</p>
        </Show>
        <div class="row end">
          <Show when={props.phase}>
            {(phase) => (
              <Button isBusy={isRemoving()} onClick={() => void remove(phase())}>
                {words.removePhase}
              </Button>
            )}
          </Show>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {text.form.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
