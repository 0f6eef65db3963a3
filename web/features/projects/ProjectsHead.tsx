import './projects.css'
import { type JSX, Show } from 'solid-js'
import type { Permission } from '../../../contracts/permissions.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { LinkTabs } from '../../ui/LinkTabs.tsx'
import { words } from './words.ts'

const tabs: readonly { path: (org: string) => string; label: string; permission: Permission }[] = [
  { path: paths.projects, label: words.title, permission: 'projects.read' },
  { path: (org) => paths.projectLoad(org), label: words.tabLoad, permission: 'bookings.read' },
  { path: (org) => paths.projectProposals(org), label: words.tabProposals, permission: 'bookings.read' },
  { path: (org) => paths.workingHours(org), label: words.tabHours, permission: 'projects.read' },
]

/** Head of the pages about all projects: title, purpose, and the way to the others. */
export function ProjectsHead(props: { title: string; sub: string; children?: JSX.Element }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const links = () =>
    tabs
      .filter(({ permission }) => may(permission))
      .map(({ path, label }) => ({ href: path(workspace().slug), label }))
  return (
    <>
      <PageHeader title={props.title} sub={props.sub}>
        {props.children}
      </PageHeader>
      <Show when={links().length > 1}>
        <div class="projects-tabs">
          <LinkTabs label={words.area} tabs={links()} />
        </div>
      </Show>
    </>
  )
}
