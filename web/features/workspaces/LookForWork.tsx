import { useNavigate } from '@solidjs/router'
import { useMutation, useQueryClient } from '@tanstack/solid-query'
import BriefcaseBusiness from 'lucide-solid/icons/briefcase-business'
import { type JSX, Show } from 'solid-js'
import { countryOfZone } from '../../../contracts/countries.ts'
import { call } from '../../lib/api.ts'
import { ApiError, asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { sessionQuery, useSession } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { MARK_CHARS, personalSlug } from './slug.ts'
import { workspaceText } from './text.ts'

/** Whose name is an address already, or a word of the site, gets another one. */
const isTaken = (thrown: unknown): boolean =>
  thrown instanceof ApiError &&
  (thrown.code === 'invalid_request' ||
    (thrown.code === 'already_exists' &&
      typeof thrown.details === 'object' &&
      thrown.details !== null &&
      'field' in thrown.details &&
      thrown.details.field === 'slug'))

/** One click for somebody who has no business to look at but wants work: a workspace of their own, and on to their profile. */
export function LookForWork(): JSX.Element {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  // One id: clicking twice makes one workspace.
  const id = crypto.randomUUID()
  const make = useMutation(() => ({
    mutationFn: async (name: string) => {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
      const country = countryOfZone(timeZone)
      const place =
        country === null
          ? {}
          : {
              ...{ country: country.code, region: country.region, currency: country.currency },
              ...{ weekStart: country.weekStart, fiscalYearStartMonth: country.fiscalYearStartMonth },
            }
      const send = async (slug: string) => {
        const body = { id, name, slug, timeZone, ...place }
        await call('/api/v1/workspaces', { method: 'POST', body, workspaceId: null })
        return slug
      }
      try {
        return await send(personalSlug(name, null))
      } catch (thrown) {
        if (!isTaken(thrown)) throw thrown
        return send(personalSlug(name, crypto.randomUUID().slice(0, MARK_CHARS)))
      }
    },
    onSuccess: async (slug: string) => {
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey })
      navigate(paths.profile(slug))
    },
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
  }))
  return (
    <Show when={session.data?.workspaces.length === 0 && session.data}>
      {(mine) => (
        <Notice
          tone="info"
          icon={BriefcaseBusiness}
          action={
            <Button size="sm" isBusy={make.isPending} onClick={() => make.mutate(mine().person.name)}>
              {workspaceText.lookForWorkDo}
            </Button>
          }
        >
          {workspaceText.lookForWork}
        </Notice>
      )}
    </Show>
  )
}
