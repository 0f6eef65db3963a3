import { useQuery } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { ProveYourself } from '../../../contracts/session.ts'
import type { MemberView } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { toast } from '../../ui/Toast.tsx'
import { ProveDialog } from '../account/ProveDialog.tsx'
import { securityQuery } from '../account/queries.ts'
import { peopleText } from './text.ts'

const words = peopleText.resetStep

/** Takes the second step off the account of a member who has lost it, once the owner has shown who they are. */
export function ResetStepDialog(props: { member: MemberView; onClose: () => void }): JSX.Element {
  const security = useQuery(securityQuery)
  return (
    <ProveDialog
      isOpen
      title={words.title(props.member.name)}
      say={words.say}
      action={words.do}
      isDanger
      hasPassword={security.data?.hasPassword ?? true}
      onClose={props.onClose}
      onProven={async (body: ProveYourself) => {
        await call(`/api/v1/members/${props.member.personId}/second-step/reset`, { method: 'POST', body })
        toast(words.done(props.member.name))
        props.onClose()
      }}
    />
  )
}
