import Search from 'lucide-solid/icons/search'
import type { JSX } from 'solid-js'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { NavLinks } from './NavLinks.tsx'
import { useSignOut } from './Sidebar.tsx'

/** Everything that does not fit into the bottom bar of a phone. */
export default function MoreSheet(props: {
  isOpen: boolean
  onClose: () => void
  onSearch: () => void
}): JSX.Element {
  const signOut = useSignOut()
  return (
    <Sheet isOpen={props.isOpen} onClose={props.onClose} title={text.nav.menu} side="bottom">
      <Button
        icon={Search}
        isBlock
        onClick={() => {
          props.onClose()
          props.onSearch()
        }}
      >
        {text.nav.searchFull}
      </Button>
      <nav class="nav" aria-label={text.nav.workspace}>
        <NavLinks onGo={props.onClose} />
      </nav>
      <Button kind="quiet" isBlock onClick={() => void signOut()}>
        {text.nav.signOut}
      </Button>
    </Sheet>
  )
}
