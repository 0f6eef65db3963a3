import { useQueryClient } from '@tanstack/solid-query'
import DoorOpen from 'lucide-solid/icons/door-open'
import { createSignal, type JSX } from 'solid-js'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { peopleText } from './text.ts'

const words = peopleText.leave

/** The way out of a workspace, for everybody but its last owner. */
export function LeaveCard(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const leave = async () => {
    setBusy(true)
    try {
      await call('/api/v1/membership', { method: 'DELETE' })
      client.clear()
      location.assign(paths.root())
    } catch (thrown) {
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
      setBusy(false)
      setOpen(false)
    }
  }
  return (
    <Card title={words.title}>
      <div class="row wrap">
        <p class="sm muted grow">{words.say}</p>
        <Button icon={DoorOpen} onClick={() => setOpen(true)}>
          {words.title}
        </Button>
      </div>
      <AlertDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={words.ask(workspace().name)}
        say={words.say}
        keep={words.keep}
        action={words.go}
        isBusy={isBusy()}
        onConfirm={() => void leave()}
      />
    </Card>
  )
}
