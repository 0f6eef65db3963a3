import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import type { PersonId } from '../../../contracts/ids.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { Select } from '../../ui/Select.tsx'
import { membersQuery } from '../settings/queries.ts'
import { HoursField } from './HoursField.tsx'
import type { SettingsSaid } from './said.ts'
import { words } from './words.ts'

const CHALLENGE_HOURS_OFFERED = [2, 4, 8, 16, 24, 40]
const REFUSAL_HOURS_OFFERED = [0, 12, 24, 48, 72]

/** How long people are waited for who stand before others, and what happens when they do not answer. */
export function ChallengeFields(props: {
  value: SettingsSaid
  onChange: (change: Partial<SettingsSaid>) => void
}): JSX.Element {
  const workspace = useWorkspace()
  const members = useQuery(() => membersQuery(workspace().id))
  const people = () =>
    (dataOf(members) ?? []).map(({ personId, name, email }) => ({
      value: personId,
      label: `${name}, ${email}`,
    }))
  return (
    <Card title={words.challenges}>
      <div class="col">
        <HoursField
          label={words.challengeHours}
          hint={words.challengeSay}
          offered={CHALLENGE_HOURS_OFFERED}
          value={props.value.challengeHours}
          say={words.workingHours}
          onChange={(challengeHours) => props.onChange({ challengeHours })}
        />
        <Select
          label={words.unanswered}
          value={props.value.unanswered}
          options={(['release', 'escalate'] as const).map((value) => ({
            value,
            label: words.unansweredOptions[value],
          }))}
          onChange={(unanswered) => props.onChange({ unanswered })}
        />
        <Show when={props.value.unanswered === 'escalate'}>
          <Combobox
            id="escalateTo"
            label={words.escalateTo}
            options={people()}
            value={props.value.escalateTo ?? ''}
            // One of the members, whose ids are what they are.
            onChange={(personId) => props.onChange({ escalateTo: personId as PersonId })}
          />
        </Show>
        <HoursField
          label={words.firstRefusal}
          hint={words.firstRefusalSay}
          offered={REFUSAL_HOURS_OFFERED}
          value={props.value.firstRefusalHours}
          say={(hours) => (hours === 0 ? words.noRefusal : words.hours(hours))}
          onChange={(firstRefusalHours) => props.onChange({ firstRefusalHours })}
        />
      </div>
    </Card>
  )
}
