import './inbox.css'
import type { JSX } from 'solid-js'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { LinkTabs } from '../../ui/LinkTabs.tsx'
import { words } from './words.ts'

/** Head of the pages of the inbox: what somebody was told, and how they hear of it. */
export function InboxHead(props: { sub: string; children?: JSX.Element }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <>
      <PageHeader title={words.title} sub={props.sub}>
        {props.children}
      </PageHeader>
      <div class="inbox-tabs">
        <LinkTabs
          label={words.title}
          tabs={[
            { href: paths.inbox(workspace().slug), label: words.tabs.inbox },
            { href: paths.inboxPreferences(workspace().slug), label: words.tabs.preferences },
          ]}
        />
      </div>
    </>
  )
}
