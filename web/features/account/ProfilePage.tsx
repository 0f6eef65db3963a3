import { useQuery } from '@tanstack/solid-query'
import LogOut from 'lucide-solid/icons/log-out'
import { type JSX, Show } from 'solid-js'
import type { PersonView } from '../../../contracts/session.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useSession, useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard, Notice } from '../../ui/States.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { useSignOut } from '../workspaces/Sidebar.tsx'
import { DataCard } from './DataCard.tsx'
import { AddressCard, NameCard, PasswordCard } from './ProfileForms.tsx'
import { securityQuery } from './queries.ts'
import { accountText } from './text.ts'

const words = accountText.profile

/** The signed-in person: name, address, password. */
export default function ProfilePage(): JSX.Element {
  const session = useSession()
  const workspace = useWorkspace()
  const signOut = useSignOut()
  return (
    <>
      <SettingsHead title="Profile" sub={words.sub}>
        <Button icon={LogOut} onClick={() => void signOut()}>
          {text.nav.signOut}
        </Button>
      </SettingsHead>
      <Show when={session.data?.person}>
        {(person) => (
          <div class="col">
            <Card title={words.account}>
              <div class="row">
                <Avatar id={person().id} name={person().name} size="lg" />
                <div class="grow">
                  <b class="sb">{person().name}</b>
                  <div class="sm muted clip">{person().email}</div>
                </div>
                <span class="sm muted">
                  {workspace().roleName}, {workspace().name}
                </span>
              </div>
            </Card>
            <Show
              when={!session.data?.session.byCompany}
              fallback={<Notice tone="info">{accountText.byCompany}</Notice>}
            >
              <Account person={person()} />
            </Show>
          </div>
        )}
      </Show>
    </>
  )
}

function Account(props: { person: PersonView }): JSX.Element {
  const security = useQuery(() => securityQuery())
  return (
    <>
      <NameCard name={props.person.name} />
      <Show
        when={dataOf(security)}
        fallback={
          <Show when={security.isError} fallback={<Skeleton label={words.password} shape="table" />}>
            <ErrorCard
              what={words.password}
              error={asApiError(security.error)}
              onRetry={() => void security.refetch()}
            />
          </Show>
        }
      >
        {(view) => (
          <>
            <AddressCard email={props.person.email} hasPassword={view().hasPassword} />
            <PasswordCard hasPassword={view().hasPassword} />
            <DataCard
              email={props.person.email}
              hasPassword={view().hasPassword}
              hasTwoFactor={view().twoFactor !== null}
            />
          </>
        )}
      </Show>
    </>
  )
}
