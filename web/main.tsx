import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/parts.css'
import './styles/layers.css'
import { Router } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { type JSX, Suspense } from 'solid-js'
import { render } from 'solid-js/web'
import { makeQueryClient } from './lib/query.ts'
import { sessionQuery } from './lib/session.tsx'
import { startTheme } from './lib/theme.ts'
import { routes } from './routes.tsx'
import { Announcer } from './ui/Announcer.tsx'
import { Toasts } from './ui/Toast.tsx'

startTheme()
const client = makeQueryClient(() => client.setQueryData(sessionQuery().queryKey, null))

function Root(props: { children?: JSX.Element }): JSX.Element {
  return (
    <>
      <Suspense>{props.children}</Suspense>
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
