import type { JSX } from 'solid-js'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { SessionsCard } from './SessionsCard.tsx'
import { accountText } from './text.ts'

/** What protects the account of the signed-in person, the same in every workspace. */
export default function SecurityPage(): JSX.Element {
  return (
    <>
      <SettingsHead title="Security" sub={accountText.security.sub} />
      <div class="col">
        <SessionsCard />
      </div>
    </>
  )
}
