import { INVITATION_DAYS } from '../../contracts/invitations.ts'
import { type Mail, oneLine } from './mail.ts'

/** Invites an address into a workspace. Nobody but this address ever sees the link. */
export function invitationMail(
  origin: string,
  to: string,
  invited: { workspace: string; role: string; invitedBy: string; token: string },
): Mail {
  const link = `${origin}/join?token=${encodeURIComponent(invited.token)}`
  const workspace = oneLine(invited.workspace)
  const by = oneLine(invited.invitedBy)
  return {
    to,
    subject: `${by} invites you to ${workspace} on Orrery`,
    body: [
      `${by} would like you to work in "${workspace}" as ${oneLine(invited.role)}. Look at the invitation and accept it here:`,
      link,
      `The link works once, for ${INVITATION_DAYS} days, for ${to} only. If you do not know ${by}, nothing needs doing.`,
    ].join('\n\n'),
    link,
  }
}

/** Asks a member to take over a workspace. The answer is given inside it. */
export function ownershipOfferMail(
  origin: string,
  to: string,
  offer: { workspace: string; slug: string; from: string; days: number },
): Mail {
  const link = `${origin}/${encodeURIComponent(offer.slug)}/settings/workspace`
  const workspace = oneLine(offer.workspace)
  return {
    to,
    subject: `${oneLine(offer.from)} offers you ${workspace} on Orrery`,
    body: [
      `${oneLine(offer.from)} would like you to become an owner of "${workspace}". Say yes or no in the settings of the workspace:`,
      link,
      `The offer stands for ${offer.days} days. Nothing changes until you accept.`,
    ].join('\n\n'),
    link,
  }
}
