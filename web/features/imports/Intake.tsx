import Upload from 'lucide-solid/icons/upload'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { onMount } from '../../lib/compat.ts'
import { Button, type ButtonProps } from '../../ui/Button.tsx'
import { words } from './words.ts'

const ACCEPTED = '.csv,.tsv,.txt,.gz,text/csv,text/tab-separated-values,text/plain,application/gzip'

interface TakesFile {
  onFile: (file: File) => void
}

/** A button that opens the file dialog. */
export function FileButton(
  props: TakesFile & Pick<ButtonProps, 'kind' | 'size' | 'icon'> & { children: JSX.Element },
): JSX.Element {
  let input: HTMLInputElement | undefined
  return (
    <>
      <Button kind={props.kind} size={props.size} icon={props.icon} onClick={() => input?.click()}>
        {props.children}
      </Button>
      <input
        ref={input}
        type="file"
        class="sr"
        tabindex="-1"
        aria-label={words.drop.label}
        accept={ACCEPTED}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // The same file chosen again must count as a choice.
          event.currentTarget.value = ''
          if (file) props.onFile(file)
        }}
      />
    </>
  )
}

function fileOfPaste(data: DataTransfer | null): File | null {
  const file = data?.files[0]
  if (file) return file
  const text = data?.getData('text/plain') ?? ''
  // One cell or a sentence is no table; a paste from a spreadsheet has tabs and lines.
  const isTable = text.includes('\n') && /[\t,;|]/.test(text)
  return isTable ? new File([text], words.drop.pasted, { type: 'text/csv' }) : null
}

/** Takes files dropped anywhere on the page and pasted tables, while it is on screen. */
export function PageDrop(props: TakesFile): JSX.Element {
  const [isOver, setOver] = createSignal(false)
  let depth = 0
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  const onEnter = (event: DragEvent) => {
    if (!hasFiles(event)) return
    depth++
    setOver(true)
  }
  const onLeave = (event: DragEvent) => {
    if (!hasFiles(event)) return
    depth = Math.max(0, depth - 1)
    if (depth === 0) setOver(false)
  }
  const onOver = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
  }
  const onDrop = (event: DragEvent) => {
    depth = 0
    setOver(false)
    const file = event.dataTransfer?.files[0]
    if (!file) return
    event.preventDefault()
    if ((event.dataTransfer?.files.length ?? 0) > 1) announce(words.drop.oneOnly)
    props.onFile(file)
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return
    const file = fileOfPaste(event.clipboardData)
    if (file) props.onFile(file)
  }
  onMount(() => {
    addEventListener('dragenter', onEnter)
    addEventListener('dragleave', onLeave)
    addEventListener('dragover', onOver)
    addEventListener('drop', onDrop)
    addEventListener('paste', onPaste)
  })
  onCleanup(() => {
    removeEventListener('dragenter', onEnter)
    removeEventListener('dragleave', onLeave)
    removeEventListener('dragover', onOver)
    removeEventListener('drop', onDrop)
    removeEventListener('paste', onPaste)
  })
  return (
    <Show when={isOver()}>
      <div class="drop-over" aria-hidden="true">
        <div>
          <Upload class="l" />
          {words.drop.over}
        </div>
      </div>
    </Show>
  )
}

/** The place to drop a file, with the button that does the same. */
export function DropZone(props: TakesFile): JSX.Element {
  return (
    <section class="card drop" aria-label={words.drop.title}>
      <span class="ic">
        <Upload />
      </span>
      <div class="grow">
        <h2>{words.drop.title}</h2>
        <p>{words.drop.say}</p>
      </div>
      <FileButton kind="primary" icon={Upload} onFile={props.onFile}>
        {words.drop.choose}
      </FileButton>
    </section>
  )
}
