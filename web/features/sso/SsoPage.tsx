import './sso.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import type { SsoView } from '../../../contracts/sso.ts'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { QueryView, Skeleton } from '../../ui/Skeleton.tsx'
import { toast } from '../../ui/Toast.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { DomainsCard } from './DomainsCard.tsx'
import { ProviderCard } from './ProviderCard.tsx'
import { requireSso, ssoQuery } from './queries.ts'
import { words } from './words.ts'

/** How people of the company come in, which its owners decide. */
export default function SsoPage(): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const query = useQuery(() => ssoQuery(workspace().id))
  const queryKey = () => ssoQuery(workspace().id).queryKey
  const onSaved = (view: SsoView | null) => {
    if (view === null) void client.invalidateQueries({ queryKey: queryKey() })
    else client.setQueryData(queryKey(), view)
  }
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub} />
      <QueryView query={query} what={words.title} skeleton={<Skeleton label={words.title} rows={8} />}>
        {(view) => (
          <div class="col">
            {/* Drawn anew when the provider is another one: its form begins with what is stored. */}
            <Show when={providerKey(view())} keyed>
              {(_key) => <ProviderCard view={view()} onSaved={onSaved} />}
            </Show>
            <DomainsCard view={view()} onSaved={onSaved} />
            <RuleCard view={view()} onSaved={onSaved} />
          </div>
        )}
      </QueryView>
    </>
  )
}

const providerKey = ({ provider, defaultRole }: SsoView): string => JSON.stringify([provider, defaultRole])

function RuleCard(props: { view: SsoView; onSaved: (view: SsoView) => void }): JSX.Element {
  const change = useMutation(() => ({
    mutationFn: requireSso,
    onSuccess: (view: SsoView) => {
      toast(view.isRequired ? words.requiredOn : words.requiredOff)
      props.onSaved(view)
    },
    onError: (thrown: unknown) => {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`, { isError: true })
      props.onSaved({ ...props.view })
    },
  }))
  const isReady = () =>
    props.view.provider !== null && props.view.domains.some(({ verifiedAt }) => verifiedAt !== null)
  return (
    <Card title={words.rule}>
      <Show when={isReady() || props.view.isRequired} fallback={<p class="sm muted">{words.notReady}</p>}>
        <Switch
          label={words.required}
          hint={words.requiredHint}
          isChecked={props.view.isRequired}
          onChange={(isRequired) => change.mutate(isRequired)}
        />
      </Show>
    </Card>
  )
}
