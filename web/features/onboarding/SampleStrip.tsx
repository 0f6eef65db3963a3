import { useQuery } from '@tanstack/solid-query'
import FlaskConical from 'lucide-solid/icons/flask-conical'
import { type JSX, Show } from 'solid-js'
import { useIsLimited, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { setupQuery } from './queries.ts'
import { onboardingText } from './text.ts'
import { useSample } from './useSample.ts'

/** Stands on every page while the numbers are those of the sample data. */
export default function SampleStrip(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const isLimited = useIsLimited()
  const setup = useQuery(() => setupQuery(workspace().id))
  const sample = useSample()
  const isShown = () => !setup.isPending && setup.data?.sample !== null && setup.data !== undefined
  const remove = async () => {
    if (!(await sample.remove())) return
    toast(onboardingText.removed, {
      action: { label: onboardingText.undo, run: () => void sample.open() },
    })
  }
  return (
    <Show when={isShown()}>
      <section class="strip sample" aria-label={onboardingText.strip}>
        <FlaskConical />
        <span class="grow">
          <b>{onboardingText.strip}.</b> {onboardingText.stripSay}
        </span>
        <Show when={may('imports.write') && !isLimited()}>
          <Button size="sm" isBusy={sample.isBusy()} onClick={() => void remove()}>
            {onboardingText.remove}
          </Button>
        </Show>
      </section>
    </Show>
  )
}
