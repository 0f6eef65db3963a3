import './onboarding.css'
import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import FileUp from 'lucide-solid/icons/file-up'
import FlaskConical from 'lucide-solid/icons/flask-conical'
import Plug from 'lucide-solid/icons/plug'
import { type JSX, Show } from 'solid-js'
import { paths } from '../../lib/paths.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { workspacePages } from '../../pages.ts'
import { Button, type IconType, LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { toast } from '../../ui/Toast.tsx'
import { setupQuery } from './queries.ts'
import { onboardingText } from './text.ts'
import { useSample } from './useSample.ts'

const exists = (path: string) => workspacePages.some((page) => page.path === path)

/** The first choice in a new workspace: connect, upload, or look around. */
export default function OnboardingPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const navigate = useNavigate()
  const sample = useSample()
  const setup = useQuery(() => setupQuery(workspace().id))
  /** Sample data never stands beside numbers of the workspace's own, so then it is not offered. */
  const hasOwnData = () => !setup.isPending && setup.data?.hasOwnData === true
  const slug = () => workspace().slug
  const openSample = async () => {
    if (!(await sample.open())) return
    toast(onboardingText.opened)
    navigate(paths.dashboard(slug()))
  }
  return (
    <>
      <PageHeader title={onboardingText.title} sub={onboardingText.sub(workspace().name)}>
        <LinkButton href={paths.home(slug())} kind="quiet">
          {onboardingText.later}
        </LinkButton>
      </PageHeader>
      <div class="ways">
        <Show when={exists('/connectors') && may('connections.manage')}>
          <Way icon={Plug} title={onboardingText.connect} say={onboardingText.connectSay}>
            <LinkButton href={paths.newConnector(slug())} kind="primary">
              {onboardingText.connect}
            </LinkButton>
          </Way>
        </Show>
        <Way icon={FileUp} title={onboardingText.upload} say={onboardingText.uploadSay}>
          <LinkButton href={paths.imports(slug())}>{onboardingText.upload}</LinkButton>
        </Way>
        <Show when={!hasOwnData()}>
          <Way icon={FlaskConical} title={onboardingText.sample} say={onboardingText.sampleSay}>
            <Button isBusy={sample.isBusy()} onClick={() => void openSample()}>
              {onboardingText.openSample}
            </Button>
          </Way>
        </Show>
      </div>
    </>
  )
}

function Way(props: { icon: IconType; title: string; say: string; children: JSX.Element }): JSX.Element {
  return (
    <Card title={props.title}>
      <div class="way">
        <span class="ic">{props.icon({})}</span>
        <p class="muted grow">{props.say}</p>
        <div>{props.children}</div>
      </div>
    </Card>
  )
}
