import { A, useLocation, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down'
import Keyboard from 'lucide-solid/icons/keyboard'
import LogOut from 'lucide-solid/icons/log-out'
import Monitor from 'lucide-solid/icons/monitor'
import Moon from 'lucide-solid/icons/moon'
import Plus from 'lucide-solid/icons/plus'
import Search from 'lucide-solid/icons/search'
import Settings from 'lucide-solid/icons/settings'
import Sun from 'lucide-solid/icons/sun'
import UserRound from 'lucide-solid/icons/user-round'
import type { JSX } from 'solid-js'
import { callAuth } from '../../lib/api.ts'
import { keysShown } from '../../lib/commands.ts'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useSession, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { setTheme, themeChoice } from '../../lib/theme.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { toast } from '../../ui/Toast.tsx'
import { NavLinks } from './NavLinks.tsx'
import { RailTip } from './RailTip.tsx'
import { WorkspaceLogo } from './WorkspaceLogo.tsx'

/** The 240 px column at left; a rail of icons between 768 and 1279 px, nothing on phones. */
export function Sidebar(props: { onSearch: () => void; onHelp: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const location = useLocation()
  const settings = () => paths.settings(workspace().slug)
  return (
    <nav class="side" aria-label={text.nav.workspace}>
      <WorkspaceMenu />
      <RailTip words={text.nav.search} keys={keysShown('Mod+K')[0]}>
        {() => (
          <button type="button" class="find" onClick={() => props.onSearch()}>
            <Search class="s" />
            <span>{text.nav.search}</span>
            <kbd>{keysShown('Mod+K')}</kbd>
          </button>
        )}
      </RailTip>
      <div class="nav">
        <NavLinks groups={[text.nav.overview, text.nav.dashboards, text.nav.work, text.nav.data]} />
      </div>
      <div class="foot">
        <A
          href={settings()}
          aria-current={location.pathname.startsWith(`/${workspace().slug}/settings`) ? 'page' : undefined}
        >
          <Settings />
          <span>{text.nav.settings}</span>
        </A>
        <PersonMenu onHelp={props.onHelp} />
      </div>
    </nav>
  )
}

/** The workspaces of this person, and the way to a new one. Also in the top bar of a phone. */
export function WorkspaceMenu(): JSX.Element {
  const workspace = useWorkspace()
  const session = useSession()
  const navigate = useNavigate()
  const entries = (): MenuEntry[] => [
    { kind: 'label', label: text.palette.workspaces },
    ...(session.data?.workspaces ?? []).map(
      (one): MenuEntry => ({
        kind: 'item',
        label: one.name,
        isChecked: one.id === workspace().id,
        run: () => navigate(paths.home(one.slug)),
      }),
    ),
    { kind: 'rule' },
    { kind: 'item', label: text.nav.newWorkspace, icon: Plus, run: () => navigate(paths.newWorkspace()) },
  ]
  return (
    <Menu
      triggerClass="org"
      entries={entries()}
      trigger={
        <>
          <WorkspaceLogo workspace={workspace()} />
          <span class="clip">{workspace().name}</span>
          <ChevronsUpDown class="s" />
        </>
      }
    />
  )
}

/** Signs out here and forgets everything this tab knows. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    try {
      await callAuth('sign-out', {})
      client.clear()
      location.assign(paths.login())
    } catch (thrown) {
      toast(asApiError(thrown).message, { isError: true })
    }
  }
}

function PersonMenu(props: { onHelp: () => void }): JSX.Element {
  const session = useSession()
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const person = () => session.data?.person
  const entries = (): MenuEntry[] => [
    { kind: 'label', label: person()?.email ?? '' },
    {
      kind: 'item',
      label: 'Profile',
      icon: UserRound,
      run: () => navigate(paths.settings(workspace().slug, 'profile')),
    },
    { kind: 'item', label: text.keys.title, icon: Keyboard, keys: '?', run: props.onHelp },
    { kind: 'rule' },
    {
      kind: 'item',
      label: text.theme.light,
      icon: Sun,
      isChecked: themeChoice() === 'light',
      run: () => setTheme('light'),
    },
    {
      kind: 'item',
      label: text.theme.dark,
      icon: Moon,
      isChecked: themeChoice() === 'dark',
      run: () => setTheme('dark'),
    },
    {
      kind: 'item',
      label: text.theme.system,
      icon: Monitor,
      isChecked: themeChoice() === 'system',
      run: () => setTheme('system'),
    },
    { kind: 'rule' },
    { kind: 'item', label: text.nav.signOut, icon: LogOut, run: () => void signOut() },
  ]
  return (
    <Menu
      triggerClass="me"
      placement="top-start"
      entries={entries()}
      trigger={
        <>
          <Avatar id={person()?.id ?? ''} name={person()?.name ?? ''} />
          <span class="clip">{person()?.name}</span>
        </>
      }
    />
  )
}
