import { A } from '@solidjs/router'
import { type Component, type JSX, Show } from 'solid-js'
import { splitProps } from '../lib/compat.ts'

/** A Lucide icon, imported one by one from `lucide-solid/icons/NAME`. */
export type IconType = Component<{ class?: string }>

interface Look {
  /** `primary` once a view, for its one main action. */
  kind?: 'primary' | 'danger' | 'quiet'
  size?: 'sm' | 'lg'
  icon?: IconType
  /** Icon after the label, such as the chevron of a menu. */
  iconEnd?: IconType
  isBlock?: boolean
}

export interface ButtonProps extends Look, Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  /** Work is under way: the label stays, a spinner stands beside it, a second press does nothing. */
  isBusy?: boolean
  /** Why it cannot be used now, in plain words. It stays focusable, so that the reason can be read. */
  blocked?: string | false
}

const classOf = (look: Look, extra?: string) =>
  ['btn', look.kind, look.size, look.isBlock && 'block', extra].filter(Boolean).join(' ')

/** The usual button. Submit buttons stay usable; what is wrong is said by the form. */
export function Button(props: ButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, [
    'kind',
    'size',
    'icon',
    'iconEnd',
    'isBlock',
    'isBusy',
    'blocked',
    'class',
    'children',
    'onClick',
  ])
  const isOff = () => Boolean(own.blocked) || Boolean(own.isBusy)
  return (
    <button
      type="button"
      {...rest}
      class={classOf(own, own.class)}
      aria-disabled={isOff() || undefined}
      aria-busy={own.isBusy || undefined}
      title={own.blocked || rest.title}
      onClick={(event) => {
        if (isOff()) event.preventDefault()
        else if (typeof own.onClick === 'function') own.onClick(event)
      }}
    >
      <Show when={own.isBusy} fallback={own.icon?.({})}>
        <span class="spin" aria-hidden="true" />
      </Show>
      {own.children}
      {own.iconEnd?.({ class: 's' })}
    </button>
  )
}

/** A button that shows only an icon; `label` is its name. */
export function IconButton(
  props: Omit<ButtonProps, 'icon' | 'children'> & { icon: IconType; label: string },
): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'class', 'kind'])
  return (
    <Button
      {...rest}
      kind={own.kind ?? 'quiet'}
      class={['icon', own.class].filter(Boolean).join(' ')}
      aria-label={own.label}
      title={own.label}
    />
  )
}

/** A link that looks like a button, for actions that are addresses. */
export function LinkButton(
  props: Look & {
    href: string
    children: JSX.Element
    class?: string
    download?: boolean
    /** Its name, where the words alone do not tell it from others. */
    label?: string
  },
): JSX.Element {
  return (
    <A
      href={props.href}
      class={classOf(props, props.class)}
      download={props.download ? '' : undefined}
      aria-label={props.label}
    >
      {props.icon?.({})}
      {props.children}
      {props.iconEnd?.({ class: 's' })}
    </A>
  )
}
