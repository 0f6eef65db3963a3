import Clock from 'lucide-solid/icons/clock'
import KeyRound from 'lucide-solid/icons/key-round'
import Logs from 'lucide-solid/icons/logs'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import type { ConnectionView } from '../../../contracts/connections.ts'
import type { Permission } from '../../../contracts/permissions.ts'
import { paths } from '../../lib/paths.ts'
import type { MenuEntry } from '../../ui/Menu.tsx'
import { isDisconnected, runsUnderWay } from './health.ts'
import type { Actions } from './useActions.ts'
import type { Consent } from './useConsent.ts'
import { words } from './words.ts'

type May = (permission: Permission) => boolean

interface MenuDeps {
  go: (address: string) => void
  slug: string
  may: May
  actions: Actions
  consent: Consent
}

/** True where a sync can be asked for: nothing is at work, and the connection is neither paused nor unfinished. */
export function canSync(view: ConnectionView, may: May): boolean {
  return (
    may('connections.sync') &&
    !view.isClientArchived &&
    ['active', 'error'].includes(view.status) &&
    runsUnderWay(view).length === 0
  )
}

/** What can be done with a connection now, by this person. */
export function menuOf(view: ConnectionView, deps: MenuDeps): MenuEntry[] {
  const { may, actions, consent } = deps
  const isOff = view.status === 'disabled'
  const entries: (MenuEntry | false)[] = [
    canSync(view, may) && {
      kind: 'item',
      label: words.act.sync,
      icon: RefreshCw,
      run: () => void actions.sync(view),
    },
    {
      kind: 'item',
      label: words.act.history,
      icon: Logs,
      run: () => deps.go(paths.connector(deps.slug, view.id, 'runs')),
    },
    {
      kind: 'item',
      label: words.tabs.schedule,
      icon: Clock,
      run: () => deps.go(paths.connector(deps.slug, view.id, 'schedule')),
    },
    may('connections.manage') && { kind: 'rule' },
    may('connections.manage') && {
      kind: 'item',
      label: words.act.reconnect,
      icon: KeyRound,
      run: () => void consent.begin(view.provider, { connectionId: view.id }),
    },
    may('connections.manage') &&
      !isDisconnected(view) &&
      view.status !== 'pending' && {
        kind: 'item',
        label: isOff ? words.act.resume : words.act.pause,
        icon: isOff ? Play : Pause,
        run: () => void actions.setPaused(view, !isOff),
      },
  ]
  return entries.filter((entry) => entry !== false)
}
