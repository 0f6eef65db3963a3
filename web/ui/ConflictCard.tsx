import GitMerge from 'lucide-solid/icons/git-merge'
import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import { Avatar } from './Avatar.tsx'
import { Button } from './Button.tsx'

export interface ConflictCardProps {
  /** `You and Bo both changed the fee` */
  title: string
  base: string
  mine: { id: string; name: string; value: string }
  theirs: { id: string; name: string; value: string; at: string }
  onKeepMine: () => void
  onTakeTheirs: () => void
  onEdit?: () => void
}

/** Two people changed the same field: both values and what it was, in place; nothing typed is lost. */
export function ConflictCard(props: ConflictCardProps): JSX.Element {
  const group = createUniqueId()
  const [choice, setChoice] = createSignal<'mine' | 'theirs'>('mine')
  return (
    <section class="card pad" aria-label={props.title}>
      <div class="row">
        <span class="warn">
          <GitMerge />
        </span>
        <b class="sb">{props.title}</b>
      </div>
      <p class="sm muted">{text.conflict.was(props.base)}</p>
      <div class="pick2" role="radiogroup" aria-label={props.title}>
        <label class="opt">
          <input
            class="sr"
            type="radio"
            name={group}
            checked={choice() === 'mine'}
            onChange={() => setChoice('mine')}
          />
          <span class="cap">
            <Avatar id={props.mine.id} name={props.mine.name} size="xs" />
            {text.conflict.yours}
          </span>
          <b>{props.mine.value}</b>
        </label>
        <label class="opt">
          <input
            class="sr"
            type="radio"
            name={group}
            checked={choice() === 'theirs'}
            onChange={() => setChoice('theirs')}
          />
          <span class="cap">
            <Avatar id={props.theirs.id} name={props.theirs.name} size="xs" />
            {props.theirs.name}, {props.theirs.at}
          </span>
          <b>{props.theirs.value}</b>
        </label>
      </div>
      <div class="row wrap">
        <Button kind={choice() === 'mine' ? 'primary' : undefined} onClick={() => props.onKeepMine()}>
          {text.conflict.mine}
        </Button>
        <Button kind={choice() === 'theirs' ? 'primary' : undefined} onClick={() => props.onTakeTheirs()}>
          {text.conflict.take(props.theirs.name)}
        </Button>
        <Show when={props.onEdit}>
          <Button kind="quiet" onClick={() => props.onEdit?.()}>
            Edit
          </Button>
        </Show>
      </div>
    </section>
  )
}
