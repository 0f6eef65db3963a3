import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/parts.css'
import './styles/layers.css'
import { Router } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { ErrorBoundary, type JSX, Suspense } from 'solid-js'
import { render } from 'solid-js/web'
import { PageError } from './features/workspaces/PageError.tsx'
import { makeQueryClient } from './lib/query.ts'
import { sessionQuery } from './lib/session.tsx'
import { isOnTheWayOut } from './lib/stores/leaving.ts'
import { startTheme } from './lib/theme.ts'
import { routes } from './routes.tsx'
import { Announcer } from './ui/Announcer.tsx'
import { GatePage } from './ui/GatePage.tsx'
import { WayOut } from './ui/PageWait.tsx'
import { Toasts } from './ui/Toast.tsx'

// A schema probes for eval when it is made, which the content policy stops and reports. The library reads this setting
// then; it comes with the forms only, so it cannot be asked for it here.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
startTheme()
const client = makeQueryClient(() => {
  if (!isOnTheWayOut()) client.setQueryData(sessionQuery().queryKey, null)
})

/**
 * The page has a place that never goes, because an open dialog hides what is beside it from screen readers: a page that was taken out
 * and put back while one is open (something in it had to be loaded) would be counted as hidden twice, and shown again once. Whatever
 * breaks outside a page, in the frame around it, is drawn as a page too: nobody is left with a blank one.
 */
function Root(props: { children?: JSX.Element }): JSX.Element {
  return (
    <>
      <div class="page-place">
        <ErrorBoundary
          fallback={(thrown, reset) => (
            <GatePage>
              <PageError error={thrown} onRetry={reset} />
            </GatePage>
          )}
        >
          <Suspense
            fallback={
              <main class="page">
                <WayOut />
              </main>
            }
          >
            {props.children}
          </Suspense>
        </ErrorBoundary>
      </div>
      <Toasts />
      <Announcer />
    </>
  )
}

const seat = document.getElementById('app')
if (!seat) throw new Error('index.html has no #app')
render(
  () => (
    <QueryClientProvider client={client}>
      <Router root={Root}>{routes}</Router>
    </QueryClientProvider>
  ),
  seat,
)
