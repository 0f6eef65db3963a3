import { Hono } from 'hono'
import { openApiText } from '../../contracts/api/document.ts'
import { operations } from '../../contracts/api/operations.ts'
import { publicPage } from './public-page.ts'
import { REFERENCE_CSS_PATH, referenceCss } from './reference-css.ts'
import { OPENAPI_PATH, REFERENCE_PATH, referenceHtml } from './reference-page.ts'
import { type EdgeContext, route } from './route.ts'

const KEPT_SECONDS = 3600

/** The description of the API, for machines and for people. Both are drawn when first asked for and kept by the isolate. */
export function referenceRoutes(): Hono<EdgeContext> {
  let text: string | undefined
  // Texts, never answers: the body of one belongs to the request it was made for.
  let html: string | undefined
  return new Hono<EdgeContext>()
    .get(OPENAPI_PATH, route('public'), (c) => {
      text ??= openApiText(operations)
      return c.body(text, 200, {
        'content-type': 'application/json',
        'cache-control': `public, max-age=${KEPT_SECONDS}`,
      })
    })
    .get(REFERENCE_PATH, route('public'), () => {
      html ??= referenceHtml(operations)
      return publicPage('API reference – Orrery', html, REFERENCE_CSS_PATH)
    })
    .get(REFERENCE_CSS_PATH, route('public'), (c) =>
      c.body(referenceCss, 200, {
        'content-type': 'text/css; charset=utf-8',
        'cache-control': `public, max-age=${KEPT_SECONDS}`,
      }),
    )
}
