import { useQuery } from '@tanstack/solid-query'
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/States.tsx'
import type { OpenRecords } from './open.ts'
import { operandsOf } from './operands.ts'
import { recordsQuery } from './queries.ts'
import { RecordsTable } from './RecordsTable.tsx'
import type { Figures } from './useFigures.ts'
import { words } from './words.ts'

/** The rows behind a number, in a panel over the page; its sum is the number that was pressed. */
export function RecordsSheet(props: { figures: Figures; metrics: readonly MetricDefinition[] }): JSX.Element {
  const may = useMay()
  const definitionOf = (key: string) => props.metrics.find((metric) => metric.key === key)
  return (
    <Show when={props.figures.open()}>
      {(open) => (
        <Sheet
          isOpen
          title={words.records.title(definitionOf(open().metric)?.label ?? open().metric)}
          onClose={() => props.figures.openRecords(null)}
        >
          <Show when={may('records.read')} fallback={<Notice tone="info">{words.records.forbidden}</Notice>}>
            <Show
              when={definitionOf(open().metric)}
              fallback={<Notice tone="warn">{words.records.unknown}</Notice>}
            >
              {(definition) => (
                <Show
                  when={definition().source.kind === 'facts'}
                  fallback={
                    <Operands
                      definition={definition()}
                      open={open()}
                      metrics={props.metrics}
                      figures={props.figures}
                    />
                  }
                >
                  <Rows definition={definition()} open={open()} clientId={props.figures.clientId()} />
                </Show>
              )}
            </Show>
          </Show>
        </Sheet>
      )}
    </Show>
  )
}

function Rows(props: {
  definition: MetricDefinition
  open: OpenRecords
  clientId: string | undefined
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const [cursor, setCursor] = createSignal<string | null>(null)
  createEffect(
    on(
      () => props.open,
      () => setCursor(null),
      { defer: true },
    ),
  )
  const query = useQuery(() =>
    recordsQuery(workspace().id, props.open, props.clientId, cursor() ?? undefined),
  )
  const page = () => dataOf(query)
  return (
    <div class="records">
      <p class="cap muted">
        {format().dayRange(props.open.from, props.open.to)}
        <Show when={props.open.slice}>
          {(slice) => ` · ${slice().dimension}: ${slice().value === '' ? words.none : slice().value}`}
        </Show>
      </p>
      <Show when={page()}>
        {(shown) => (
          <p class="records-sum">
            <span class="big">
              {format().value(shown().sum, props.definition.unit, props.definition.currency)}
            </span>
            <span class="muted sm">
              {words.records.from(words.records.count(shown().total, format().count(String(shown().total))))}
            </span>
          </p>
        )}
      </Show>
      <RecordsTable
        definition={props.definition}
        sliced={props.open.slice?.dimension}
        page={page()}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => query.refetch()}
        isLater={cursor() !== null}
        onCursor={setCursor}
      />
    </div>
  )
}

function Operands(props: {
  definition: MetricDefinition
  open: OpenRecords
  metrics: readonly MetricDefinition[]
  figures: Figures
}): JSX.Element {
  const formula = () => (props.definition.source.kind === 'formula' ? props.definition.source.formula : '')
  return (
    <div class="records">
      <p>{words.records.formula}</p>
      <p class="mono sm formula">{formula()}</p>
      <div class="row wrap">
        <For each={operandsOf(formula(), props.metrics)}>
          {(operand) => (
            <Button onClick={() => props.figures.openRecords({ ...props.open, metric: operand.key })}>
              {words.records.of(operand.label)}
            </Button>
          )}
        </For>
      </div>
    </div>
  )
}
