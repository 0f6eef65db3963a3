import { createSignal } from 'solid-js'

/** The count makes the same sentence twice two announcements. */
export interface Announcement {
  text: string
  count: number
}

const [polite, setPolite] = createSignal<Announcement>({ text: '', count: 0 })
const [assertive, setAssertive] = createSignal<Announcement>({ text: '', count: 0 })

/** Says a sentence to assistive technology: results of the person's own actions and connection changes, never ticks. */
export function announce(text: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  const set = urgency === 'polite' ? setPolite : setAssertive
  set((last) => ({ text, count: last.count + 1 }))
}

export { assertive as assertiveAnnouncement, polite as politeAnnouncement }
