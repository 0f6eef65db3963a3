import type { JSX } from 'solid-js'
import './settings.css'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { workspacePages } from '../../pages.ts'
import { PageHeader } from '../../ui/Card.tsx'
import { LinkTabs } from '../../ui/LinkTabs.tsx'
import { DeletionNotice } from '../deletion/DeletionNotice.tsx'

/** Head of every settings page: title, purpose, and the way to the other sections. */
export function SettingsHead(props: { title: string; sub: string; children?: JSX.Element }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const tabs = () =>
    workspacePages
      .filter(
        (page) => page.group === text.nav.settings && (page.permission === undefined || may(page.permission)),
      )
      .map((page) => ({ href: page.href(workspace().slug), label: page.title }))
  return (
    <>
      <PageHeader title={props.title} sub={props.sub}>
        {props.children}
      </PageHeader>
      <DeletionNotice />
      <div class="settings-tabs">
        <LinkTabs label={text.nav.settings} tabs={tabs()} />
      </div>
    </>
  )
}
