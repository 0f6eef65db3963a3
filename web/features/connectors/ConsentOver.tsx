import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import type { JSX } from 'solid-js'
import { Portal } from 'solid-js/web'
import { onMount } from '../../lib/compat.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { type ConsentNews, tellConsent } from './consent.ts'
import { words } from './words.ts'

/** What the consent window shows when the provider sent it back: it tells the page that opened it, and closes itself. */
export function ConsentOver(props: { news: ConsentNews }): JSX.Element {
  const isFine = () => 'connectionId' in props.news
  onMount(() => {
    tellConsent(props.news)
    window.close()
  })
  return (
    <Portal>
      <div class="consent-over">
        <EmptyState
          icon={isFine() ? CircleCheck : CircleAlert}
          tone={isFine() ? 'pos' : 'neg'}
          level={1}
          isCard={false}
          title={isFine() ? words.consent.doneTitle : words.consent.failTitle}
          actions={<Button onClick={() => window.close()}>{words.consent.close}</Button>}
        >
          {isFine() ? words.consent.done : words.consent.fail}
        </EmptyState>
      </div>
    </Portal>
  )
}
