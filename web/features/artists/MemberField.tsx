import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { dataOf } from '../../lib/data-of.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { membersQuery } from '../settings/queries.ts'
import { words } from './words.ts'

/** Whose account an artist is. Left out for whoever may not see the members. */
export function MemberField(props: { value: string; onChange: (memberId: string) => void }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const members = useQuery(() => ({ ...membersQuery(workspace().id), enabled: may('members.read') }))
  const options = () => {
    const found = dataOf(members)
    const people = (found ?? []).map(({ personId, name, email }) => ({
      value: personId,
      label: `${name}, ${email}`,
    }))
    const isKnown = props.value === '' || people.some(({ value }) => value === props.value)
    const former = isKnown
      ? []
      : [{ value: props.value, label: found === undefined ? words.asking : words.formerMember }]
    return [{ value: '', label: words.noMember }, ...people, ...former]
  }
  return (
    <Show when={may('members.read')}>
      <Combobox
        id="memberId"
        label={words.member}
        hint={words.memberHint}
        options={options()}
        value={props.value}
        onChange={props.onChange}
      />
    </Show>
  )
}
