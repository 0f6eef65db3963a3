import { queryOptions } from '@tanstack/solid-query'
import type { SaveSso, SsoView } from '../../../contracts/sso.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

const PATH = '/api/v1/sso'

export const ssoQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'workspace', 'sso'),
    queryFn: ({ signal }) => call<SsoView>(PATH, { signal }),
  })

export const saveSso = (body: SaveSso) => call<SsoView>(PATH, { method: 'PUT', body })
export const requireSso = (isRequired: boolean) =>
  call<SsoView>(PATH, { method: 'PATCH', body: { isRequired } })
export const removeSso = () => call(PATH, { method: 'DELETE' })
export const addDomain = (domain: string) =>
  call<SsoView>(`${PATH}/domains`, { method: 'POST', body: { domain } })
export const checkDomain = (domain: string) =>
  call<SsoView>(`${PATH}/domains/${encodeURIComponent(domain)}/check`, { method: 'POST' })
export const removeDomain = (domain: string) =>
  call<SsoView>(`${PATH}/domains/${encodeURIComponent(domain)}`, { method: 'DELETE' })
