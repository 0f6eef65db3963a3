import { A } from '@solidjs/router'
import Ban from 'lucide-solid/icons/ban'
import Check from 'lucide-solid/icons/check'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { ConnectorView } from '../../../contracts/connections.ts'
import { paths } from '../../lib/paths.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { SourceMark } from '../../ui/SourceMark.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { type Category, categoriesIn, found } from './catalogue.ts'
import { words } from './words.ts'

const READS_SHOWN = 3

interface CatalogueProps {
  connectors: readonly ConnectorView[]
  /** How many connections there are of each provider. */
  connected: ReadonlyMap<string, number>
  text: string
  category: Category | null
  onText: (text: string) => void
  onCategory: (category: Category | null) => void
}

/** Every source that can be connected, by words and kind; each says what it reads and what it never does. */
export function Catalogue(props: CatalogueProps): JSX.Element {
  const workspace = useWorkspace()
  const shown = createMemo(() => found(props.connectors, props.text, props.category))
  const categories = createMemo(() => categoriesIn(props.connectors))
  return (
    <section class="catalogue-list" aria-label={words.catalogue.list}>
      <div class="conn-tools">
        <fieldset class="row wrap kinds" aria-label={words.catalogue.kinds}>
          <Kind isOn={props.category === null} onPick={() => props.onCategory(null)}>
            {words.catalogue.all}
          </Kind>
          <For each={categories()}>
            {(category) => (
              <Kind isOn={props.category === category} onPick={() => props.onCategory(category)}>
                {words.catalogue.names[category]}
              </Kind>
            )}
          </For>
        </fieldset>
        <div class="row conn-filter">
          <SearchBox
            group={words.page.title}
            label={words.catalogue.searchLabel}
            hint={words.catalogue.search(props.connectors.length)}
            value={props.text}
            onInput={props.onText}
          />
        </div>
      </div>
      <Show
        when={shown().length > 0}
        fallback={
          <EmptyState
            icon={SearchX}
            title={words.catalogue.none}
            actions={
              <>
                <Button
                  onClick={() => {
                    props.onText('')
                    props.onCategory(null)
                  }}
                >
                  {words.page.clear}
                </Button>
                <LinkButton kind="quiet" href={paths.imports(workspace().slug)}>
                  {words.catalogue.upload}
                </LinkButton>
              </>
            }
          >
            {words.catalogue.noneWhy}
          </EmptyState>
        }
      >
        <ul class="connectors">
          <For each={shown()}>
            {(connector) => (
              <li>
                <ConnectorCard
                  connector={connector}
                  connected={props.connected.get(connector.provider) ?? 0}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <p class="sm muted">
        {words.catalogue.missing} <A href={paths.imports(workspace().slug)}>{words.catalogue.upload}</A>
        {words.catalogue.missingEnd}
      </p>
    </section>
  )
}

function Kind(props: { isOn: boolean; onPick: () => void; children: JSX.Element }): JSX.Element {
  return (
    <button type="button" class="chip" aria-pressed={props.isOn} onClick={() => props.onPick()}>
      {props.children}
    </button>
  )
}

function ConnectorCard(props: { connector: ConnectorView; connected: number }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <article class="card connector" aria-label={props.connector.name}>
      <div class="src">
        <SourceMark name={props.connector.name} size="lg" />
        <div class="grow">
          <h3>{props.connector.name}</h3>
          <span class="cap subtle">
            {words.catalogue.names[props.connector.category]}
            <Show when={props.connected > 0}> · {words.catalogue.connected(props.connected)}</Show>
          </span>
        </div>
      </div>
      <p class="sm muted">{props.connector.summary}</p>
      <Lines connector={props.connector} max={READS_SHOWN} />
      <div class="end">
        <Show
          when={props.connector.isAvailable}
          fallback={
            <p class="cap muted">
              <b class="b">{words.catalogue.unavailable}.</b> {props.connector.why}
            </p>
          }
        >
          <LinkButton href={paths.newConnector(workspace().slug, `?provider=${props.connector.provider}`)}>
            {words.catalogue.connect}
            <span class="sr"> {props.connector.name}</span>
          </LinkButton>
        </Show>
      </div>
    </article>
  )
}

/** What a connector reads, at most `max` lines of it, and what it never does. */
export function Lines(props: { connector: ConnectorView; max?: number }): JSX.Element {
  const rest = () => props.connector.reads.length - (props.max ?? props.connector.reads.length)
  return (
    <div class="may-lines">
      <p class="cap subtle">{words.catalogue.reads}</p>
      <ul>
        <For each={props.connector.reads.slice(0, props.max)}>
          {(line) => (
            <li>
              <Check class="s pos" aria-hidden="true" />
              <span>{line}</span>
            </li>
          )}
        </For>
        <Show when={rest() > 0}>
          <li class="cap subtle more-lines">{words.catalogue.more(rest())}</li>
        </Show>
      </ul>
      <ul>
        <For each={props.connector.never}>
          {(line) => (
            <li class="muted">
              <Ban class="s" aria-hidden="true" />
              <span>
                <span class="b">{words.catalogue.never}</span> {line.charAt(0).toLowerCase() + line.slice(1)}
              </span>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
