import Copy from 'lucide-solid/icons/copy'
import type { JSX } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { IconButton } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { words } from './words.ts'

/** A name and a value that is taken somewhere else. */
export function CopyLine(props: { name: string; value: string }): JSX.Element {
  const copy = async () => {
    await navigator.clipboard.writeText(props.value)
    announce(words.copied)
    toast(words.copied)
  }
  return (
    <div class="sso-line">
      <dt>{props.name}</dt>
      <dd class="mono sm">{props.value}</dd>
      <dd>
        <IconButton icon={Copy} size="sm" label={words.copy(props.name)} onClick={() => void copy()} />
      </dd>
    </div>
  )
}
