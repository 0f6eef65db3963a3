import { useMutation, useQueryClient } from '@tanstack/solid-query'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { PortfolioItem, PortfolioOwner } from '../../../contracts/portfolio.ts'
import { announce } from '../../lib/announce.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { toastUndo } from '../../ui/Toast.tsx'
import { sayRefused } from '../jobs/useSave.ts'
import { CaptionDialog } from './CaptionDialog.tsx'
import { Work } from './PortfolioList.tsx'
import { changeItem, fileHref, putItemBack, removeItem } from './queries.ts'
import { words } from './words.ts'

/** Works of an artist: dragged or moved by their menu into another order, captioned, and removed with a way back. */
export function EditableWorks(props: {
  owner: PortfolioOwner
  items: PortfolioItem[]
  queryKey: readonly unknown[]
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const [renaming, setRenaming] = createSignal<PortfolioItem | null>(null)
  let list: HTMLUListElement | undefined
  // One after the other, and the list is asked again after the last: an answer from in between would put works back for a moment.
  const mutationKey = ['portfolio', props.owner.id]
  const oneByOne = { mutationKey, scope: { id: mutationKey.join(' ') } }
  const refresh = () => client.invalidateQueries({ queryKey: props.queryKey })
  const refreshAtEnd = () => (client.isMutating({ mutationKey }) > 1 ? undefined : refresh())
  const put = (changed: PortfolioItem[]) => {
    void client.cancelQueries({ queryKey: props.queryKey })
    client.setQueryData(props.queryKey, changed)
  }
  const focusOn = (id: string) =>
    list?.querySelector<HTMLButtonElement>(`[data-item="${id}"] .portfolio-name button`)?.focus()
  const move = useMutation(() => ({
    ...oneByOne,
    mutationFn: ({ item, place }: { item: PortfolioItem; place: number }) =>
      changeItem(props.owner, item.id, { place }),
    onError: sayRefused,
    onSettled: refreshAtEnd,
  }))
  const back = useMutation(() => ({
    ...oneByOne,
    mutationFn: (item: PortfolioItem) => putItemBack(props.owner, item.id),
    onError: sayRefused,
    onSettled: refreshAtEnd,
  }))
  const remove = useMutation(() => ({
    ...oneByOne,
    mutationFn: (item: PortfolioItem) => removeItem(props.owner, item.id),
    onSuccess: (_: unknown, item: PortfolioItem) =>
      toastUndo(words.removed(item.title), () => back.mutate(item)),
    onError: sayRefused,
    onSettled: refreshAtEnd,
  }))
  const moveTo = (item: PortfolioItem, place: number) => {
    const at = props.items.findIndex(({ id }) => id === item.id)
    if (place === at || at < 0) return
    const count = props.items.length
    put(props.items.toSpliced(at, 1).toSpliced(place, 0, item))
    move.mutate({ item, place })
    announce(words.moved(item.title, place + 1, count))
    queueMicrotask(() => focusOn(item.id))
  }
  const drop = (id: string, place: number) => {
    const item = props.items.find((one) => one.id === id)
    if (item) moveTo(item, place)
  }
  const removeNow = (item: PortfolioItem) => {
    put(props.items.filter(({ id }) => id !== item.id))
    remove.mutate(item)
  }
  return (
    <>
      <ul class="portfolio" ref={list}>
        <For each={props.items}>
          {(item, at) => (
            <Place id={item.id} onDrop={(id) => drop(id, at())}>
              <Work
                item={item}
                hrefOf={(file, part) => fileHref(workspace().id, props.owner, file.id, part)}
              />
              <div class="portfolio-name">
                <span>{item.title}</span>
                <Menu
                  triggerClass="btn quiet sm icon"
                  label={words.actions(item.title)}
                  placement="bottom-end"
                  trigger={<Ellipsis class="s" />}
                  entries={[
                    { kind: 'item', label: words.rename, run: () => setRenaming(item) },
                    ...steps(at(), props.items.length).map(({ label, place }) => ({
                      kind: 'item' as const,
                      label,
                      run: () => moveTo(item, place),
                    })),
                    { kind: 'rule' },
                    { kind: 'item', label: words.removeDo, isDanger: true, run: () => removeNow(item) },
                  ]}
                />
              </div>
            </Place>
          )}
        </For>
      </ul>
      <Show when={renaming()} keyed>
        {(item) => (
          <CaptionDialog
            owner={props.owner}
            item={item}
            refresh={refresh}
            onClose={() => setRenaming(null)}
          />
        )}
      </Show>
    </>
  )
}

/** Where an item at a place can be moved by its menu. */
function steps(at: number, count: number): { label: string; place: number }[] {
  const last = count - 1
  return [
    ...(at > 1 ? [{ label: words.toFront, place: 0 }] : []),
    ...(at > 0 ? [{ label: words.earlier, place: at - 1 }] : []),
    ...(at < last ? [{ label: words.later, place: at + 1 }] : []),
    ...(at < last - 1 ? [{ label: words.toEnd, place: last }] : []),
  ]
}

/** A place in the order: its work can be dragged to another one, and others dropped here. */
function Place(props: { id: string; onDrop: (id: string) => void; children: JSX.Element }): JSX.Element {
  const [isOver, setOver] = createSignal(false)
  return (
    <li
      data-item={props.id}
      class="portfolio-place"
      classList={{ over: isOver() }}
      draggable
      onDragStart={(event) => event.dataTransfer?.setData('text/plain', props.id)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        props.onDrop(event.dataTransfer?.getData('text/plain') ?? '')
      }}
    >
      {props.children}
    </li>
  )
}
