import { createMemo, type JSX } from 'solid-js'
import { encode } from 'uqr'

/** A QR code of a text. Always dark on light, in both themes: cameras want it so. */
export default function QrCode(props: { text: string; label: string }): JSX.Element {
  const code = createMemo(() => encode(props.text, { ecc: 'M', border: 2 }))
  const path = () =>
    code()
      .data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('')
  return (
    <svg class="qr" viewBox={`0 0 ${code().size} ${code().size}`} role="img" aria-label={props.label}>
      <path d={path()} shape-rendering="crispEdges" />
    </svg>
  )
}
