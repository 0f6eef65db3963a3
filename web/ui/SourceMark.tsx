import type { JSX } from 'solid-js'

const HUES = 8

function hueOf(name: string): number {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return (hash % HUES) + 1
}

/** Two letters on a soft colour of the source's own. Decoration: its name stands beside it. */
export function SourceMark(props: { name: string; size?: 'lg' }): JSX.Element {
  return (
    <span class={['glyph', `g${hueOf(props.name)}`, props.size].filter(Boolean).join(' ')} aria-hidden="true">
      {props.name.slice(0, 2)}
    </span>
  )
}
