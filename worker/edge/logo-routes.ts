import type { Context, Hono } from 'hono'
import { LOGO_BYTES_MAX, LOGO_SIDE_PX_MAX } from '../../contracts/limits.ts'
import { LogoName } from '../../contracts/workspaces.ts'
import { checkImage, type ImageType } from '../media/image-header.ts'
import { refuse } from '../platform/http-errors.ts'
import { setLogo } from '../workspaces/logo.ts'
import { findWorkspace } from '../workspaces/repository.ts'
import { readBody } from './body.ts'
import { refusalOf, statusFor } from './control-answers.ts'
import { type EdgeContext, peopleOnly, route } from './route.ts'

const PATH = '/workspaces/:tenantId/logo'
const ENDINGS: Readonly<Record<ImageType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
}
const TYPES = new Map(Object.entries(ENDINGS).map(([type, ending]) => [ending, type]))
/** A picture that somebody opens by itself may load and run nothing. */
const PICTURE_POLICY = "default-src 'none'; sandbox"

const placeOf = (tenantId: string, name: string) => `logos/${tenantId}/${name}`

/** The logo of a workspace: a picture of its own bytes, named by them, so that a kept one is never an old one. */
export function mountLogo(api: Hono<EdgeContext>, files: R2Bucket): void {
  api.get(`${PATH}/:name`, route('workspace.read'), async (c) => {
    const name = LogoName.safeParse(c.req.param('name'))
    const file = name.success ? await files.get(placeOf(c.var.resolved.principal.tenantId, name.data)) : null
    if (!name.success || file === null) return refuse({ code: 'not_found' }, c.var.requestId)
    return new Response(await file.arrayBuffer(), {
      headers: {
        'content-type': TYPES.get(name.data.split('.').at(-1) ?? '') ?? 'application/octet-stream',
        'content-security-policy': PICTURE_POLICY,
        'content-disposition': `inline; filename="${name.data}"`,
      },
    })
  })
  api.put(PATH, route('workspace.update'), peopleOnly, async (c) => {
    const body = await readBody(c.req.raw, LOGO_BYTES_MAX)
    if (!body.ok) return refuse(refusalOf(body.error), c.var.requestId)
    const image = checkImage(body.value, LOGO_SIDE_PX_MAX)
    if (!image.ok) return refuse(refusalOf(image.error), c.var.requestId)
    const name = await nameOf(body.value, image.value.type)
    await files.put(placeOf(c.var.resolved.principal.tenantId, name), body.value)
    return change(c, files, name)
  })
  api.delete(PATH, route('workspace.update'), peopleOnly, (c) => change(c, files, null))
}

/** Notes the logo, then the one before goes. */
async function change(c: Context<EdgeContext>, files: R2Bucket, logo: string | null): Promise<Response> {
  const { deps, requestId, resolved } = c.var
  const { tenantId } = resolved.principal
  const { before, told } = await setLogo(deps, resolved.principal, logo)
  if (before !== null) await files.delete(placeOf(tenantId, before))
  deps.principals.forgetTenant(tenantId)
  const found = await findWorkspace(deps.db, tenantId)
  if (!found) return refuse({ code: 'not_found' }, requestId)
  return c.json({ data: found.workspace }, statusFor(told))
}

async function nameOf(bytes: Uint8Array<ArrayBuffer>, type: ImageType): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 16)
  return `${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}.${ENDINGS[type]}`
}
