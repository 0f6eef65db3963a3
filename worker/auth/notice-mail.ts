import { type Mail, oneLine } from './mail.ts'

/** Tells a person what is in their inbox already, in case they do not look in. */
export function noticeMail(
  origin: string,
  mailbox: { to: string; workspace: string; slug: string },
  notice: { title: string; body: string },
): Mail {
  const link = `${origin}/${encodeURIComponent(mailbox.slug)}/inbox`
  return {
    to: mailbox.to,
    subject: `${oneLine(notice.title)} (${oneLine(mailbox.workspace)})`,
    body: [oneLine(notice.body), 'It stands in your inbox:', link].join('\n\n'),
    link,
  }
}
