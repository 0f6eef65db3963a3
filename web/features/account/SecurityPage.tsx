import { useQuery } from '@tanstack/solid-query'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useSession } from '../../lib/session.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, Notice } from '../../ui/States.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { ActivityCard } from './ActivityCard.tsx'
import { PasskeysCard } from './PasskeysCard.tsx'
import { securityQuery } from './queries.ts'
import { SessionsCard } from './SessionsCard.tsx'
import { TwoFactorCard } from './TwoFactorCard.tsx'
import { accountText } from './text.ts'

const words = accountText.security

/** What protects the account of the signed-in person, the same in every workspace. */
export default function SecurityPage(): JSX.Element {
  const session = useSession()
  return (
    <>
      <SettingsHead title="Security" sub={words.sub} />
      <Show
        when={!session.data?.session.byCompany}
        fallback={<Notice tone="info">{accountText.byCompany}</Notice>}
      >
        <Protection />
      </Show>
    </>
  )
}

function Protection(): JSX.Element {
  const security = useQuery(() => securityQuery())
  return (
    <div class="col">
      <Switch>
        <Match when={security.isPending}>
          <Skeleton label={words.twoFactor} shape="table" />
        </Match>
        <Match when={dataOf(security)}>
          {(view) => (
            <>
              <TwoFactorCard security={view()} />
              <PasskeysCard security={view()} />
            </>
          )}
        </Match>
        <Match when={security.isError}>
          <ErrorCard
            what={words.twoFactor}
            error={asApiError(security.error)}
            onRetry={() => void security.refetch()}
          />
        </Match>
      </Switch>
      <SessionsCard />
      <ActivityCard />
    </div>
  )
}
