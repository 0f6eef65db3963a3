import { unreachable } from '../../../contracts/result.ts'

/** How a link of an artist to a profile ended. */
export type LinkEnd = 'declined' | 'withdrawn' | 'ended_by_owner' | 'ended_by_studio' | 'gone'

/** What whoever a profile belongs to is told when a workspace asks for it. */
export const saidAsked = (workspaceName: string) => ({
  title: `${workspaceName} asks to link your profile`,
  body: 'It wants to see your card, with later changes, beside its artist. Nothing is shown before you say yes, on your profile page.',
})

/** What whoever asked is told when the answer is yes. */
export const saidAccepted = (artistName: string) => ({
  title: `Linked: ${artistName}`,
  body: 'The profile and its later changes can be seen on the page of the artist.',
})

/** What the other side is told of an end; null for the side that ended it. `name`: the artist, where the studio is told. */
export function saidEnded(
  how: LinkEnd,
  to: { name: string } | { workspaceName: string },
): { title: string; body: string } | null {
  const isStudio = 'name' in to
  switch (how) {
    case 'declined':
      if (!isStudio) return null
      return {
        title: `Declined: ${to.name}`,
        body: 'The owner of the profile does not want it to be linked.',
      }
    case 'withdrawn':
      if (isStudio) return null
      return { title: `${to.workspaceName} took its request back`, body: 'There is nothing left to answer.' }
    case 'ended_by_owner':
      if (!isStudio) return null
      return {
        title: `Link ended: ${to.name}`,
        body: 'The owner of the profile ended it. What you noted of the artist yourselves stays.',
      }
    case 'ended_by_studio':
      if (isStudio) return null
      return {
        title: `${to.workspaceName} ended the link to your profile`,
        body: 'It does not see your card beside its artist any more.',
      }
    case 'gone':
      if (!isStudio) return null
      return {
        title: `Link ended: ${to.name}`,
        body: 'The profile is not there any more. What you noted of the artist yourselves stays.',
      }
    default:
      return unreachable(how)
  }
}
