import type { RouteDefinition } from '@solidjs/router'
import { Navigate, useParams } from '@solidjs/router'
import { lazy } from 'solid-js'
import { ToMyPage } from './features/account/ToMyPage.tsx'
import { WorkspaceGate } from './features/workspaces/WorkspaceGate.tsx'
import { paths } from './lib/paths.ts'
import { isLocal } from './lib/session.tsx'
import { details, type PageEntry, type PageModule, workspacePages } from './pages.ts'
import { NotFound } from './ui/States.tsx'

function route(page: PageEntry): RouteDefinition {
  const component = lazy(page.load)
  return { path: page.path, component, preload: () => void component.preload(), info: { page } }
}

function ToHome() {
  const params = useParams()
  return <Navigate href={paths.home(params.org ?? '')} />
}

function ToSettings() {
  const params = useParams()
  return <Navigate href={paths.settings(params.org ?? '')} />
}

const alone = (path: string, load: () => Promise<PageModule>): RouteDefinition => ({
  path,
  component: lazy(load),
})

/** An address that leads to another one at once, and so has no title. */
const PASSES_ON = { passesOn: true }

/** Every address of the app. */
export const routes: RouteDefinition[] = [
  alone('/', () => import('./features/workspaces/RootPage.tsx')),
  alone('/login', () => import('./features/auth/LoginPage.tsx')),
  alone('/login/two-factor', () => import('./features/auth/SecondStepPage.tsx')),
  alone('/login/forgot', () => import('./features/auth/ForgotPage.tsx')),
  alone('/login/reset', () => import('./features/auth/ResetPage.tsx')),
  alone('/signup', () => import('./features/auth/SignupPage.tsx')),
  { path: paths.mySettings('profile'), component: () => <ToMyPage section="profile" /> },
  { path: paths.mySettings('security'), component: () => <ToMyPage section="security" /> },
  alone('/join', () => import('./features/people/JoinPage.tsx')),
  alone('/deletions', () => import('./features/deletion/DeletionsPage.tsx')),
  alone('/new', () => import('./features/workspaces/NewWorkspacePage.tsx')),
  ...(isLocal ? [alone('/dev/gallery', () => import('./features/gallery/GalleryPage.tsx'))] : []),
  {
    path: '/:org',
    component: WorkspaceGate,
    children: [
      { path: '/', component: ToHome, info: PASSES_ON },
      { path: '/settings', component: ToSettings, info: PASSES_ON },
      ...[...workspacePages, ...details].map(route),
      { path: '/*rest', component: () => <NotFound /> },
    ],
  },
  { path: '/*rest', component: () => <NotFound /> },
]
