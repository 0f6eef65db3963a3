import { useQuery } from '@tanstack/solid-query'
import { useWorkspace } from '../../lib/session.tsx'
import { setupQuery } from './queries.ts'
import { onboardingText } from './text.ts'

/** What stands in the place of sources while the figures are those of the sample data, which has none. */
export function useSampleNote(): () => string | undefined {
  const workspace = useWorkspace()
  const setup = useQuery(() => setupQuery(workspace().id))
  return () => (!setup.isPending && setup.data?.sample ? onboardingText.invented : undefined)
}
