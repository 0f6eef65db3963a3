import { A, useLocation } from '@solidjs/router'
import { createSignal, For, type JSX, onCleanup } from 'solid-js'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { navGroups, type PageEntry, workspacePages } from '../../routes.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'

const wide = matchMedia('(min-width: 1280px), (max-width: 767px)')

/** True while names stand beside the icons, so that tooltips would only repeat them. */
export function useIsWide(): () => boolean {
  const [isWide, setWide] = createSignal(wide.matches)
  const update = () => setWide(wide.matches)
  wide.addEventListener('change', update)
  onCleanup(() => wide.removeEventListener('change', update))
  return isWide
}

/** The groups of pages this person may open. */
export function NavLinks(props: { onGo?: () => void; groups?: readonly string[] }): JSX.Element {
  const may = useMay()
  const isOpen = (page: PageEntry) => page.permission === undefined || may(page.permission)
  const groups = () =>
    navGroups
      .filter((group) => props.groups?.includes(group) ?? true)
      .map((group) => ({ group, pages: workspacePages.filter((page) => page.group === group && page.isInNav !== false && isOpen(page)) }))
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

/** True for the page itself and everything below it. */
export function isCurrent(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`)
}

function NavLink(props: { page: PageEntry; onGo?: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const location = useLocation()
  const isWide = useIsWide()
  const href = () => props.page.href(workspace().slug)
  return (
    <Tooltip words={props.page.title} placement="right" isOff={isWide()} class="tip-seat">
      <A
        href={href()}
        aria-current={isCurrent(location.pathname, href()) ? 'page' : undefined}
        onClick={() => props.onGo?.()}
      >
        {props.page.icon({})}
        <span>{props.page.title}</span>
      </A>
    </Tooltip>
  )
}
