import { createUniqueId, type JSX } from 'solid-js'

/** The mark: two orbits, two planets, one of them in the accent colour. */
export function Mark(): JSX.Element {
  const id = createUniqueId()
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <mask id={`${id}a`} maskUnits="userSpaceOnUse" x="0" y="0" width="24" height="24">
        <rect width="24" height="24" fill="#fff" />
        <circle cx="19.07" cy="4.93" r="4.4" fill="#000" />
      </mask>
      <mask id={`${id}b`} maskUnits="userSpaceOnUse" x="0" y="0" width="24" height="24">
        <rect width="24" height="24" fill="#fff" />
        <circle cx="7.67" cy="14.5" r="3.1" fill="#000" />
      </mask>
      <circle
        cx="12"
        cy="12"
        r="10"
        stroke="currentColor"
        stroke-width="1.75"
        fill="none"
        mask={`url(#${id}a)`}
      />
      <circle
        cx="12"
        cy="12"
        r="5"
        stroke="currentColor"
        stroke-width="1.75"
        fill="none"
        mask={`url(#${id}b)`}
      />
      <circle cx="12" cy="12" r="2" fill="currentColor" />
      <circle cx="19.07" cy="4.93" r="2.9" fill="var(--accent)" />
      <circle cx="7.67" cy="14.5" r="1.9" fill="currentColor" />
    </svg>
  )
}
