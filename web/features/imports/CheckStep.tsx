import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ImportView } from '../../../contracts/imports.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/States.tsx'
import { keyFromLabel } from './naming.ts'
import { PreviewCard } from './PreviewCard.tsx'
import type { Mapping } from './useMapping.ts'
import { words } from './words.ts'

const OFFSET_OR_ZULU = /\d(Z|[+-]\d{2}:?\d{2})$/

/** Third step: what will be made, said once more, before the load starts. */
export function CheckStep(props: {
  view: ImportView
  mapping: Mapping
  rowCount: string | null
  /** A done import of the same name and size. */
  same: ImportView | undefined
  onBack: () => void
  onStart: () => Promise<void>
}): JSX.Element {
  const format = useFormat()
  const workspace = useWorkspace()
  const [isBusy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<unknown>(null)
  const draft = () => props.mapping.draft()
  const preview = () => props.mapping.preview()
  const hasInstants = () => {
    const column = props.view.detection.columns.find((one) => one.name === draft().date)
    return column?.samples.some((sample) => OFFSET_OR_ZULU.test(sample)) ?? false
  }
  const start = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await props.onStart()
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Show when={props.same}>
        {(same) => <Notice tone="info">{words.check.same(format().dateTime(same().createdAt))}</Notice>}
      </Show>
      <Card title={words.check.title}>
        <dl class="facts">
          <dt>{words.check.metrics}</dt>
          <dd>
            <ul>
              <For each={draft().values}>
                {(value) => (
                  <li>
                    <b class="b">{value.label}</b>
                    <span class="muted">
                      {value.unit === 'money'
                        ? value.currency.toUpperCase()
                        : words.value.units[value.unit].toLowerCase()}
                    </span>
                    <span class="mono muted">
                      {keyFromLabel(value.label)} = {value.expression}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </dd>
          <dt>{words.check.date}</dt>
          <dd>
            {draft().date}{' '}
            <Show when={hasInstants()}>
              <span class="muted">{words.check.zone(workspace().timeZone)}</span>
            </Show>
          </dd>
          <dt>{words.check.dimensions}</dt>
          <dd>{draft().dimensions.join(', ') || <span class="muted">{words.check.none}</span>}</dd>
          <Show when={draft().client}>
            {(client) => (
              <>
                <dt>{words.check.client}</dt>
                <dd>{client()}</dd>
              </>
            )}
          </Show>
          <dt>{words.check.externalId}</dt>
          <dd>
            {draft().externalId ?? words.check.byContent}
            <Show when={draft().externalId === null}>
              <span class="cap muted block">{words.map.withoutId}</span>
            </Show>
          </dd>
        </dl>
      </Card>
      <Show when={preview()}>
        {(found) => (
          <Notice tone={found().rejected > 0 ? 'warn' : 'pos'}>
            {found().rejected > 0
              ? words.check.someBad(found().rejected, found().checked)
              : words.check.allGood(found().checked)}
          </Notice>
        )}
      </Show>
      <PreviewCard
        preview={preview()}
        isLoading={props.mapping.isPreviewLoading()}
        isRefreshing={props.mapping.isPreviewOld()}
        error={props.mapping.refusal()}
        waitFor={null}
      />
      <Show when={failure()}>
        {(thrown) => (
          <Notice tone="neg" isAlert>
            {asApiError(thrown()).message} {asApiError(thrown()).next}
          </Notice>
        )}
      </Show>
      <div class="acts">
        <Button onClick={props.onBack}>{words.act.back}</Button>
        <Button kind="primary" isBusy={isBusy()} onClick={start}>
          {words.act.start(props.rowCount)}
        </Button>
      </div>
    </>
  )
}
