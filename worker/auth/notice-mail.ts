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

/** Tells a person once a day what they were told and have not read. */
export function digestMail(
  origin: string,
  mailbox: { to: string; workspace: string; slug: string },
  { titles, count }: { titles: readonly string[]; count: number },
): Mail {
  const link = `${origin}/${encodeURIComponent(mailbox.slug)}/inbox`
  const more = count - titles.length
  const lines = [...titles.map((title) => `- ${oneLine(title)}`), ...(more > 0 ? [`- and ${more} more`] : [])]
  const news = count === 1 ? 'One unread message' : `${count} unread messages`
  return {
    to: mailbox.to,
    subject: `${news} (${oneLine(mailbox.workspace)})`,
    body: ['You were told today:', lines.join('\n'), 'It stands in your inbox:', link].join('\n\n'),
    link,
  }
}
