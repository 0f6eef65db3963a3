import { createEffect, createSignal, type JSX } from 'solid-js'
import { type Announcement, assertiveAnnouncement, politeAnnouncement } from '../lib/announce.ts'

/** The two live regions at the root. A region is emptied for a moment so that the same words are said again. */
export function Announcer(): JSX.Element {
  return (
    <>
      <Region say={politeAnnouncement()} urgency="polite" />
      <Region say={assertiveAnnouncement()} urgency="assertive" />
    </>
  )
}

function Region(props: { say: Announcement; urgency: 'polite' | 'assertive' }): JSX.Element {
  const [words, setWords] = createSignal('')
  createEffect(() => {
    const { text } = props.say
    setWords('')
    if (text) setTimeout(() => setWords(text), 50)
  })
  return (
    <div class="sr" aria-live={props.urgency} aria-atomic="true">
      {words()}
    </div>
  )
}
