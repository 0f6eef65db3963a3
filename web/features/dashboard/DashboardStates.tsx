import FileUp from 'lucide-solid/icons/file-up'
import Plug from 'lucide-solid/icons/plug'
import { type JSX, Show } from 'solid-js'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { FirstUse, Notice } from '../../ui/States.tsx'
import type { Days } from '../metrics/buckets.ts'
import { words } from './words.ts'

const EXAMPLE_TREND = [12, 14, 13, 17, 19, 18, 22, 21, 26, 25, 29, 31]

/** Before the first numbers: what this page will be, and how they come. */
export function NoMetrics(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  return (
    <FirstUse
      title={words.empty.title}
      say={may('imports.write') ? words.empty.say : words.empty.reader}
      action={
        <div class="row wrap">
          <Show when={may('connections.manage')}>
            <LinkButton kind="primary" icon={Plug} href={paths.newConnector(workspace().slug)}>
              {words.empty.connect}
            </LinkButton>
          </Show>
          <Show when={may('imports.write')}>
            <LinkButton
              kind={may('connections.manage') ? undefined : 'primary'}
              icon={FileUp}
              href={paths.imports(workspace().slug)}
            >
              {words.empty.action}
            </LinkButton>
          </Show>
        </div>
      }
      example={
        <div class="tile">
          <div class="k">Revenue</div>
          <div class="v">
            <b>$128.4K</b>
            <span class="delta up good">12.4%</span>
          </div>
          <div class="cmp">from $114.2K</div>
          <Sparkline values={EXAMPLE_TREND} />
        </div>
      }
    />
  )
}

/** Metrics exist but not in these days: says where the data is and leads there. */
export function OutsideRange(props: {
  days: Days | null | undefined
  onShow: (days: Days) => void
}): JSX.Element {
  const format = useFormat()
  return (
    <div class="outside">
      <Notice
        tone="info"
        action={
          <Show when={props.days}>
            {(days) => (
              <Button kind="primary" size="sm" onClick={() => props.onShow(days())}>
                {words.outside.show(format().dayRange(days().from, days().to))}
              </Button>
            )}
          </Show>
        }
      >
        <b>{words.outside.title}.</b>{' '}
        <Show when={props.days} fallback={props.days === null ? words.outside.none : ''}>
          {(days) => words.outside.found(format().dayRange(days().from, days().to))}
        </Show>
      </Notice>
    </div>
  )
}
