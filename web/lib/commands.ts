import { onCleanup } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Permission } from '../../contracts/permissions.ts'

/** One thing a person can do: drives shortcuts, the palette, menus and the help page. */
export interface Command {
  id: string
  title: string
  group: string
  /**
   * Keys as they are shown: `g h` is a sequence, `Mod+K` is ⌘ on a Mac and Ctrl elsewhere. Several ways are separated
   * by ` or `.
   */
  keys?: string
  /** More words the palette finds it by. */
  words?: readonly string[]
  permission?: Permission
  when?: () => boolean
  /** Left out of the palette when it makes no sense there, such as opening the palette. */
  isHidden?: boolean
  run: () => void
}

const SEQUENCE_MS = 1_000

const [registry, setRegistry] = createStore<{ commands: Command[] }>({ commands: [] })

/** All commands of what is on screen, newest last. */
export const commands = (): readonly Command[] => registry.commands

/** Adds commands while the calling component is on screen. A later command of the same id replaces an earlier one. */
export function useCommands(added: readonly Command[]): void {
  const ids = new Set(added.map((command) => command.id))
  setRegistry('commands', (all) => [...all.filter((command) => !ids.has(command.id)), ...added])
  onCleanup(() => setRegistry('commands', (all) => all.filter((command) => !added.includes(command))))
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** Keys as this machine writes them: `⌘K` or `Ctrl K`. */
export function keysShown(keys: string): string[] {
  return keys.split(' ').map((press) => press.replace('Mod+', isMac ? '⌘' : 'Ctrl ').replace('Shift+', '⇧'))
}

/** Name of a key press in the notation of `Command.keys`; null while only a modifier is down. */
export function pressOf(event: {
  key: string
  metaKey: boolean
  ctrlKey: boolean
  altKey: boolean
}): string | null {
  if (['Shift', 'Control', 'Meta', 'Alt'].includes(event.key) || event.altKey) return null
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.metaKey || event.ctrlKey ? `Mod+${name.toUpperCase()}` : name
}

/** What a press means after the presses so far: a command to run, a sequence to wait for, or nothing. */
export function matchPress(
  all: readonly Command[],
  pending: string,
  press: string,
): { kind: 'run'; command: Command } | { kind: 'wait'; pending: string } | { kind: 'none' } {
  const typed = pending === '' ? press : `${pending} ${press}`
  const usable = all.filter((command) => command.keys && (command.when?.() ?? true))
  const ways = (command: Command) =>
    (command.keys ?? '')
      .split(' or ')
      .map((way) => way.replace(/Mod\+(\w)/, (_, k: string) => `Mod+${k.toUpperCase()}`))
  const hit = usable.findLast((command) => ways(command).includes(typed))
  if (hit) return { kind: 'run', command: hit }
  if (usable.some((command) => ways(command).some((way) => way.startsWith(`${typed} `))))
    return { kind: 'wait', pending: typed }
  return pending === '' ? { kind: 'none' } : matchPress(all, '', press)
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** Single-key shortcuts can be switched off (WCAG 2.1.4); presses with a modifier stay. */
let singleKeysAreOn = true
export function setSingleKeys(on: boolean): void {
  singleKeysAreOn = on
}

/** Listens for shortcuts on the whole page until the returned function is called. */
export function startShortcuts(allowed: (permission: Permission) => boolean): () => void {
  let pending = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const listen = (event: KeyboardEvent) => {
    const press = pressOf(event)
    if (!press || event.defaultPrevented) return
    const hasModifier = press.startsWith('Mod+')
    if (
      !hasModifier &&
      (!singleKeysAreOn ||
        isTyping(event.target) ||
        document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"]'))
    )
      return
    const usable = registry.commands.filter((command) => !command.permission || allowed(command.permission))
    const match = matchPress(usable, pending, press)
    clearTimeout(timer)
    pending = match.kind === 'wait' ? match.pending : ''
    if (match.kind === 'wait') timer = setTimeout(() => (pending = ''), SEQUENCE_MS)
    if (match.kind === 'run') {
      event.preventDefault()
      match.command.run()
    }
  }
  document.addEventListener('keydown', listen)
  return () => document.removeEventListener('keydown', listen)
}
