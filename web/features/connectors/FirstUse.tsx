import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ConnectorView } from '../../../contracts/connections.ts'
import { dataOf } from '../../lib/data-of.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { type RunMark, RunStrip } from '../../ui/RunStrip.tsx'
import { type QueryLike, QueryView } from '../../ui/Skeleton.tsx'
import { SourceMark } from '../../ui/SourceMark.tsx'
import { FirstUse as Gate } from '../../ui/States.tsx'
import { Catalogue } from './Catalogue.tsx'
import type { Category } from './catalogue.ts'
import { HealthPill } from './HealthPill.tsx'
import { STRIP_RUNS } from './health.ts'
import { words } from './words.ts'

/** Sources that the example shows, all of which can be connected. */
const EXAMPLES = 3
const FINE: readonly RunMark[] = Array.from({ length: STRIP_RUNS }, () => 'good')

/** Before anything is connected: what it is good for, the first source as the one action, and all others below. */
export function FirstUse(props: { connectors: QueryLike<ConnectorView[]> }): JSX.Element {
  const workspace = useWorkspace()
  const [text, setText] = createSignal('')
  const [category, setCategory] = createSignal<Category | null>(null)
  const all = () => dataOf(props.connectors) ?? []
  const first = () =>
    all().find((one) => one.isAvailable && one.category === 'accounting') ??
    all().find((one) => one.isAvailable)
  const names = () =>
    all()
      .slice(0, EXAMPLES)
      .map((one) => one.name)
  return (
    <div class="col">
      <Gate
        title={words.first.title}
        say={words.first.say}
        action={
          <Show when={first()}>
            {(connector) => (
              <>
                <LinkButton
                  kind="primary"
                  href={paths.newConnector(workspace().slug, `?provider=${connector().provider}`)}
                >
                  {words.first.pick(connector().name)}
                </LinkButton>
                <p>{words.first.browse}</p>
              </>
            )}
          </Show>
        }
        example={
          <ul class="conn-example">
            <For each={names()}>
              {(name) => (
                <li>
                  <span class="src">
                    <SourceMark name={name} />
                    <b class="b sm">{name}</b>
                  </span>
                  <RunStrip marks={FINE} label={words.health.names.healthy} />
                  <HealthPill kind="healthy">{words.health.names.healthy}</HealthPill>
                </li>
              )}
            </For>
          </ul>
        }
      />
      <QueryView query={props.connectors} what={words.catalogue.list}>
        {(list) => (
          <Catalogue
            connectors={list()}
            connected={new Map()}
            text={text()}
            category={category()}
            onText={setText}
            onCategory={setCategory}
          />
        )}
      </QueryView>
    </div>
  )
}
