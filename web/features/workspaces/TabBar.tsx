import { A, useLocation } from '@solidjs/router'
import MenuIcon from 'lucide-solid/icons/menu'
import Search from 'lucide-solid/icons/search'
import { createSignal, For, type JSX } from 'solid-js'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { workspacePages } from '../../routes.tsx'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { isCurrent, NavLinks } from './NavLinks.tsx'
import { useSignOut } from './Sidebar.tsx'

/** The bar at the bottom of a phone: the main pages, and everything else behind More. */
export function TabBar(props: { onSearch: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const location = useLocation()
  const may = useMay()
  const signOut = useSignOut()
  const [isOpen, setOpen] = createSignal(false)
  const tabs = () => workspacePages.filter((page) => page.tab && (page.permission === undefined || may(page.permission)))
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
      <button type="button" aria-haspopup="dialog" aria-expanded={isOpen()} onClick={() => setOpen(true)}>
        <MenuIcon />
        {text.nav.more}
      </button>
      <Sheet isOpen={isOpen()} onClose={() => setOpen(false)} title={text.nav.menu} side="bottom">
        <Button
          icon={Search}
          isBlock
          onClick={() => {
            setOpen(false)
            props.onSearch()
          }}
        >
          {text.nav.searchFull}
        </Button>
        <nav class="nav" aria-label={text.nav.workspace}>
          <NavLinks onGo={() => setOpen(false)} />
        </nav>
        <Button kind="quiet" isBlock onClick={() => void signOut()}>
          {text.nav.signOut}
        </Button>
      </Sheet>
    </nav>
  )
}
