import { A, useLocation } from '@solidjs/router'
import { For, type JSX, Show, Suspense } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Permission } from '../../../contracts/permissions.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { navGroups, type PageEntry, workspacePages } from '../../pages.ts'
import { RailTip } from './RailTip.tsx'

/** The groups of pages this person may open. */
export function NavLinks(props: { onGo?: () => void; groups?: readonly string[] }): JSX.Element {
  const may = useMay()
  const groups = () =>
    navGroups
      .filter((group) => props.groups?.includes(group) ?? true)
      .map((group) => ({
        group,
        pages: workspacePages.filter(
          (page) => page.group === group && page.isInNav !== false && isOffered(page, may),
        ),
      }))
      .filter(({ pages }) => pages.length > 0)
  return (
    <For each={groups()}>
      {({ group, pages }) => (
        <section aria-label={group}>
          <h2>{group}</h2>
          <ul>
            <For each={pages}>
              {(page) => (
                <li>
                  <NavLink page={page} onGo={props.onGo} />
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </For>
  )
}

/** Whether the navigation offers a page to somebody. */
export function isOffered(page: PageEntry, may: (permission: Permission) => boolean): boolean {
  if (page.hiddenWith !== undefined && may(page.hiddenWith)) return false
  return page.permission === undefined || may(page.permission)
}

/** True for the page itself and everything below it. */
export function isCurrent(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`)
}

function NavLink(props: { page: PageEntry; onGo?: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const location = useLocation()
  const href = () => props.page.href(workspace().slug)
  return (
    <RailTip words={props.page.title}>
      {() => (
        <A
          href={href()}
          aria-current={isCurrent(location.pathname, href()) ? 'page' : undefined}
          onClick={() => props.onGo?.()}
        >
          {props.page.icon({})}
          <span>{props.page.title}</span>
          <Show when={props.page.count}>
            {(count) => (
              <Suspense>
                <Dynamic component={count()} />
              </Suspense>
            )}
          </Show>
        </A>
      )}
    </RailTip>
  )
}
