import { A, useLocation } from '@solidjs/router'
import MenuIcon from 'lucide-solid/icons/menu'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { workspacePages } from '../../pages.ts'
import { isCurrent, isOffered } from './NavLinks.tsx'

const MoreSheet = lazy(() => import('./MoreSheet.tsx'))

/** The bar at the bottom of a phone: the main pages, and everything else behind More. */
export function TabBar(props: { onSearch: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const location = useLocation()
  const may = useMay()
  const [isOpen, setOpen] = createSignal(false)
  const [wasOpen, setWasOpen] = createSignal(false)
  const open = () => {
    setWasOpen(true)
    setOpen(true)
  }
  const tabs = () => workspacePages.filter((page) => page.tab && isOffered(page, may))
  return (
    <nav class="tabbar" aria-label={text.nav.main}>
      <For each={tabs()}>
        {(page) => (
          <A
            href={page.href(workspace().slug)}
            aria-current={isCurrent(location.pathname, page.href(workspace().slug)) ? 'page' : undefined}
          >
            {page.icon({})}
            {page.tab}
          </A>
        )}
      </For>
      <button type="button" aria-haspopup="dialog" aria-expanded={isOpen()} onClick={open}>
        <MenuIcon />
        {text.nav.more}
      </button>
      <Show when={wasOpen()}>
        <Suspense>
          <MoreSheet isOpen={isOpen()} onClose={() => setOpen(false)} onSearch={props.onSearch} />
        </Suspense>
      </Show>
    </nav>
  )
}
