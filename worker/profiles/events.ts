import { z } from 'zod'
import { ProfileVisibility } from '../../contracts/artist-profiles.ts'
import { defineEvent } from '../events/define.ts'

// What a profile says is its owner's: the log has ids and names of fields only.
const profile = z.object({ profileId: z.uuid(), visibility: ProfileVisibility })

export const profileCreated = defineEvent('profile.created', 1, profile)
export const profileChanged = defineEvent(
  'profile.changed',
  1,
  profile.extend({ fields: z.array(z.string()) }),
)
export const profileRemoved = defineEvent('profile.removed', 1, z.object({ profileId: z.uuid() }))
