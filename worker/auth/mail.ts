import type { ControlDb } from '../../db/d1/client.ts'
import { keepMail } from './repository.ts'

/** One message to one person. `link` repeats the address in the text, so that a mailbox page can offer it. */
export interface Mail {
  to: string
  subject: string
  body: string
  link: string | null
}

/** The one way mail leaves Orrery. Resolves once the message is accepted; throws when it was not. */
export interface MailPort {
  send(mail: Mail): Promise<void>
}

export interface MailSettings {
  MAIL_FROM: string
  MAIL_ENDPOINT?: string | undefined
  MAIL_KEY?: string | undefined
}

const MAIL_TIMEOUT_MS = 10_000

/** Development and tests: mail lands in a table and is read at /dev/mail. */
export function localMailbox(db: ControlDb, newId: () => string, now: () => Date): MailPort {
  return { send: (mail) => keepMail(db, { ...mail, id: newId(), createdAt: now() }) }
}

/**
 * Deployments: `POST MAIL_ENDPOINT` with `{from, to, subject, text}` and the key as bearer token, the shape that most
 * mail services or a small relay in front of one accept. Without both settings every send fails, and says why.
 */
export function httpMail(settings: MailSettings): MailPort {
  return {
    async send(mail) {
      if (!settings.MAIL_ENDPOINT || !settings.MAIL_KEY) {
        throw new Error('mail cannot be sent: MAIL_ENDPOINT and MAIL_KEY are not set')
      }
      const response = await fetch(settings.MAIL_ENDPOINT, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${settings.MAIL_KEY}` },
        body: JSON.stringify({
          from: settings.MAIL_FROM,
          to: mail.to,
          subject: mail.subject,
          text: mail.body,
        }),
        redirect: 'manual',
        signal: AbortSignal.timeout(MAIL_TIMEOUT_MS),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`the mail service answered ${response.status}`)
    },
  }
}

/** Names come from people: whatever would begin another line of a mail, or hide in one, is left out. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** The port of this deployment: a mail service in production, the local mailbox elsewhere. */
export function openMail(
  env: MailSettings & { ENVIRONMENT: string },
  db: ControlDb,
  runtime: { newId: () => string; now: () => Date },
): MailPort {
  return env.ENVIRONMENT === 'production' ? httpMail(env) : localMailbox(db, runtime.newId, runtime.now)
}
