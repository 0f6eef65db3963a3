import { useCurrentMatches, useLocation, useNavigate } from '@solidjs/router'
import {
  createEffect,
  createSignal,
  ErrorBoundary,
  type JSX,
  lazy,
  on,
  onCleanup,
  Show,
  Suspense,
} from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { type Command, startShortcuts, useCommands } from '../../lib/commands.ts'
import { createFormat } from '../../lib/format.ts'
import { ownTitle } from '../../lib/page.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useSession, useWorkspace } from '../../lib/session.tsx'
import { isEditing } from '../../lib/stores/editing.ts'
import { connection, lastHeardMs } from '../../lib/stores/live.ts'
import { text } from '../../lib/text.ts'
import { setTheme, type ThemeChoice } from '../../lib/theme.ts'
import { type PageEntry, pageOf, workspacePages } from '../../pages.ts'
import { PageWait } from '../../ui/PageWait.tsx'
import { ForbiddenPage, OfflineStrip } from '../../ui/States.tsx'
import { undoLast } from '../../ui/Toast.tsx'
import { placeText } from '../presence/place.ts'
import { PageError } from './PageError.tsx'
import { Sidebar } from './Sidebar.tsx'
import { TabBar } from './TabBar.tsx'
import { TopBar } from './TopBar.tsx'
import { useLiveLink } from './useLiveLink.ts'

const ConfirmStrip = lazy(() => import('../people/ConfirmStrip.tsx'))
const SampleStrip = lazy(() => import('../onboarding/SampleStrip.tsx'))
const SearchPalette = lazy(() => import('../search/SearchPalette.tsx'))
const ShortcutHelp = lazy(() => import('../../ui/ShortcutHelp.tsx'))
const HEADING_FRAMES_MAX = 30

/** Frame of every page of a workspace: navigation, live link, shortcuts, palette, and the page itself. */
export function AppShell(props: { children: JSX.Element }): JSX.Element {
  const workspace = useWorkspace()
  const session = useSession()
  const may = useMay()
  const location = useLocation()
  const matches = useCurrentMatches()
  const [isPaletteOpen, setPaletteOpen] = createSignal(false)
  const [isHelpOpen, setHelpOpen] = createSignal(false)
  const [wasPaletteOpen, setWasPaletteOpen] = createSignal(false)
  const [isRail, setRail] = createSignal(false)
  const link = useLiveLink(workspace().id)
  const page = (): PageEntry | undefined => pageOf(matches().at(-1)?.route.info)
  const passesOn = () => matches().at(-1)?.route.info?.passesOn === true
  const title = () => ownTitle() ?? page()?.title ?? (passesOn() ? workspace().name : text.state.notFound)
  const openPalette = () => {
    setWasPaletteOpen(true)
    setPaletteOpen(true)
  }

  createEffect(() => {
    document.title = `${title()} – ${workspace().name} – ${text.app.name}`
  })
  createEffect(
    on(
      () => {
        const { open } = location.query
        const record = typeof open === 'string' ? open : null
        return placeText({ path: location.pathname, record, isEditing: isEditing() })
      },
      (place) => link.showPage(place),
    ),
  )
  createEffect(
    on(
      () => location.pathname,
      () => focusHeading(title),
      { defer: true },
    ),
  )
  onCleanup(startShortcuts((permission) => may(permission)))
  useCommands(
    shellCommands(
      () => workspace().slug,
      openPalette,
      () => setHelpOpen(true),
      () => setRail((is) => !is),
    ),
  )
  useCommands(
    workspaceCommands(
      () => session.data?.workspaces ?? [],
      () => workspace().id,
    ),
  )

  const isForbidden = () => {
    const needed = page()?.permission
    return needed !== undefined && !may(needed)
  }
  const offlineSince = () => {
    const heard = lastHeardMs()
    return heard === null ? null : createFormat().clock(new Date(heard).toISOString())
  }
  return (
    <>
      <a class="skip" href="#main">
        {text.app.skip}
      </a>
      <div class="app" data-rail={isRail() ? '' : undefined}>
        <Sidebar onSearch={openPalette} onHelp={() => setHelpOpen(true)} />
        <div class="main">
          <TopBar page={page()} title={title()} />
          <main class={page()?.isNarrow ? 'page narrow' : 'page'} id="main" tabindex="-1">
            <Show when={connection() === 'offline'}>
              <OfflineStrip time={offlineSince()} onRetry={() => link.retryNow()} />
            </Show>
            <Suspense>
              <Show when={session.data?.person.emailVerified === false}>
                <ConfirmStrip />
              </Show>
              <SampleStrip />
            </Suspense>
            <Show
              when={!isForbidden()}
              fallback={
                <ForbiddenPage
                  what={title()}
                  neededRole={page()?.neededRole ?? 'owners and admins'}
                  role={workspace().roleName}
                  org={workspace().name}
                />
              }
            >
              <ErrorBoundary fallback={(thrown, reset) => <PageError error={thrown} onRetry={reset} />}>
                <Suspense fallback={<PageWait />}>{props.children}</Suspense>
              </ErrorBoundary>
            </Show>
          </main>
        </div>
      </div>
      <TabBar onSearch={openPalette} />
      <Show when={wasPaletteOpen()}>
        <Suspense>
          <SearchPalette isOpen={isPaletteOpen()} onClose={() => setPaletteOpen(false)} />
        </Suspense>
      </Show>
      <Show when={isHelpOpen()}>
        <Suspense>
          <ShortcutHelp isOpen onClose={() => setHelpOpen(false)} />
        </Suspense>
      </Show>
    </>
  )
}

/** After a change of page the focus goes to its heading and the title is said; the page may still be drawing itself. */
function focusHeading(title: () => string): void {
  let frames = 0
  const look = () => {
    const heading = document.querySelector<HTMLElement>('main h1')
    if (heading) {
      heading.focus({ preventScroll: true })
      announce(title())
    } else if (++frames < HEADING_FRAMES_MAX) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function shellCommands(
  org: () => string,
  openPalette: () => void,
  openHelp: () => void,
  toggleRail: () => void,
): Command[] {
  const navigate = useNavigate()
  const go = workspacePages.map(
    (page): Command => ({
      id: `go.${page.path}`,
      title: page.title,
      group: text.palette.go,
      keys: page.keys,
      words: page.words,
      permission: page.permission,
      run: () => navigate(page.href(org())),
    }),
  )
  const themes = (['light', 'dark', 'system'] as const satisfies readonly ThemeChoice[]).map(
    (choice): Command => ({
      id: `theme.${choice}`,
      title: text.theme.use(text.theme[choice]),
      group: text.palette.theme,
      words: ['appearance', 'colour', 'mode'],
      run: () => setTheme(choice),
    }),
  )
  return [
    ...go,
    {
      id: 'palette',
      title: text.palette.title,
      group: text.palette.do,
      keys: 'Mod+K',
      isHidden: true,
      run: openPalette,
    },
    { id: 'help', title: text.keys.title, group: text.palette.do, keys: '?', run: openHelp },
    { id: 'rail', title: 'Show or hide the sidebar', group: text.palette.do, keys: '[', run: toggleRail },
    {
      id: 'undo',
      title: 'Undo the last change',
      group: text.palette.do,
      keys: 'Mod+Z',
      isHidden: true,
      run: () => undoLast(),
    },
    {
      id: 'new-workspace',
      title: text.nav.newWorkspace,
      group: text.palette.do,
      run: () => navigate(paths.newWorkspace()),
    },
    ...themes,
  ]
}

function workspaceCommands(
  all: () => readonly { id: string; slug: string; name: string }[],
  currentId: () => string,
): Command[] {
  const navigate = useNavigate()
  return all()
    .filter((one) => one.id !== currentId())
    .map((one) => ({
      id: `workspace.${one.id}`,
      title: one.name,
      group: text.palette.workspaces,
      run: () => navigate(paths.home(one.slug)),
    }))
}
