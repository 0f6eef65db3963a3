import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOGO_BYTES_MAX, LOGO_SIDE_PX_MAX } from '../../contracts/limits.ts'
import type { WorkspaceView } from '../../contracts/workspaces.ts'
import { smallPng } from '../media/testing/small-png.ts'
import { deleteFiles, placesOf } from '../tenant/files.ts'
import { bindings, Home } from './testing/home.ts'
import { confirmed, joinedBy } from './testing/site.ts'

let home: Home
beforeAll(async () => {
  home = await Home.open()
})
afterAll(() => home.close())

const PATH = () => `/api/v1/workspaces/${home.tenantId}/logo`
const put = (bytes: Uint8Array<ArrayBuffer>, type = 'application/octet-stream') =>
  home.raw('PUT', PATH(), bytes, { 'content-type': type })
const codeOf = async (response: Response) => (await response.json<{ error: { code: string } }>()).error.code
const logoOf = async (response: Response) => (await response.json<{ data: WorkspaceView }>()).data.logo
/** The same picture with other sides in its header. */
const sized = (width: number, height: number) => {
  const made = smallPng.slice()
  new DataView(made.buffer).setUint32(16, width)
  new DataView(made.buffer).setUint32(20, height)
  return made
}
const filesOf = async () =>
  (await bindings.FILES.list({ prefix: `logos/${home.tenantId}/` })).objects.map(({ key }) => key)

describe('the logo of a workspace', () => {
  it('[PX10] is what its bytes are, whatever it is called, and no larger than it may be', async () => {
    for (const none of ['<svg onload="alert(1)"/>', 'GIF89a', ''])
      expect(await codeOf(await put(new TextEncoder().encode(none), 'image/png'))).toBe('not_an_image')
    expect(await codeOf(await put(sized(LOGO_SIDE_PX_MAX + 1, 1)))).toBe('too_many_pixels')
    const heavy = new Uint8Array(LOGO_BYTES_MAX + 1)
    heavy.set(smallPng)
    expect(await codeOf(await put(heavy))).toBe('too_large')
    expect(await filesOf()).toEqual([])
    const answer = await put(smallPng, 'text/html')
    expect(answer.status).toBe(200)
    expect(await logoOf(answer)).toMatch(/^[0-9a-f]{32}\.png$/)
    const { workspaces } = await home.browser.me()
    expect(workspaces.map(({ logo }) => logo)).toEqual([expect.stringMatching(/png$/)])
  })

  it('[PX11] is answered as a picture that can do nothing, and only below its own name', async () => {
    const first = await logoOf(await put(smallPng))
    const shown = await home.browser.call('GET', `${PATH()}/${first}`)
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(smallPng)
    const second = await logoOf(await put(sized(2, 2)))
    expect(second).not.toBe(first)
    expect((await home.browser.call('GET', `${PATH()}/${first}`)).status).toBe(404)
    for (const wrong of ['..%2fx.png', 'x.png', `${first}x`])
      expect((await home.browser.call('GET', `${PATH()}/${wrong}`)).status).toBe(404)
    expect(await filesOf()).toHaveLength(1)
  })

  it('[PX10] is seen by everybody of the workspace and changed by few, and a stranger finds none', async () => {
    const name = await logoOf(await put(smallPng))
    const guest = await confirmed(home.site)
    await joinedBy(home.site, home.browser, home.tenantId, guest, 'freelancer')
    expect((await guest.browser.call('GET', `${PATH()}/${name}`)).status).toBe(200)
    const theirs = await guest.browser.in(home.tenantId, 'PUT', PATH(), smallPng)
    expect([theirs.status, await codeOf(theirs)]).toEqual([403, 'forbidden'])
    const stranger = await Home.open(home.site)
    expect((await stranger.browser.call('GET', `${PATH()}/${name}`)).status).toBe(404)
    expect((await stranger.browser.call('DELETE', PATH())).status).toBe(404)
    await stranger.close()
    const audit = await home.get<{ what: string; changes: { field: string }[] }[]>('/api/v1/audit?limit=20')
    expect(audit.data.flatMap(({ changes }) => changes.map(({ field }) => field))).toContain('logo')
  })

  it('[PX12] is in the download of a copy, and goes when it is taken away or with the workspace', async () => {
    const { data } = await home.call<{ id: string }>('POST', '/api/v1/backups')
    await home.inside(async (_tenant, object) => {
      const { backups } = object as unknown as { backups: { runTimer(timer: object): Promise<void> } }
      for (let turn = 0; turn < 5; turn += 1)
        await backups.runTimer({ name: `backup.step.${data.id}`, payload: data.id })
    })
    const tar = await home.browser.in(home.tenantId, 'GET', `/api/v1/backups/${data.id}/download`)
    const bytes = new TextDecoder('latin1').decode(await tar.arrayBuffer())
    expect(bytes).toContain('logo.png')
    expect(bytes).toContain(new TextDecoder('latin1').decode(smallPng))
    const gone = await home.browser.in(home.tenantId, 'DELETE', PATH())
    expect([gone.status, await logoOf(gone), await filesOf()]).toEqual([200, null, []])
    await put(smallPng)
    await deleteFiles(placesOf(bindings), home.tenantId)
    expect(await filesOf()).toEqual([])
  })
})
