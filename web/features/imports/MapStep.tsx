import { useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js'
import type { ImportView } from '../../../contracts/imports.ts'
import { announce } from '../../lib/announce.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { ErrorSummary } from '../../ui/Field.tsx'
import { Notice } from '../../ui/States.tsx'
import { ClientChoice } from './ClientChoice.tsx'
import { MapTable } from './MapTable.tsx'
import { openQuestions, repeatsExternalId, roleOf } from './mapping.ts'
import { cellShown, PreviewCard } from './PreviewCard.tsx'
import { metricsQuery } from './queries.ts'
import type { Mapping } from './useMapping.ts'
import { ValuesCard } from './ValuesCard.tsx'
import { words } from './words.ts'

const PREVIEW_ROWS = 6

/** Second step: what each column is, what to measure, and how the first rows will be stored. */
export function MapStep(props: {
  view: ImportView
  mapping: Mapping
  rowCount: string | null
  onBack: () => void
  onCheck: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const metrics = useQuery(() => metricsQuery(workspace().id))
  const [isTried, setTried] = createSignal(false)
  const [wantsCheck, setWantsCheck] = createSignal(false)
  let summary: HTMLElement | undefined
  const mapping = props.mapping
  const detection = () => props.view.detection
  const draft = () => mapping.draft()

  // What the server refuses is shown as it comes; what is merely missing only after the first try.
  const errors = createMemo(() => ({ ...(isTried() ? mapping.problems() : {}), ...mapping.refused() }))
  const counts = () => {
    const names = detection().columns.map((column) => column.name)
    const out = names.filter((name) => roleOf(draft(), name, names) === 'out').length
    const open = openQuestions(draft(), detection()).length
    return words.map.counts(names.length - out - open, open, out)
  }
  const firstOf = (label: string): string | null => {
    const preview = mapping.preview()
    const at = preview?.columns.findIndex((column) => column.kind === 'value' && column.name === label) ?? -1
    const column = preview?.columns[at]
    const row = preview?.rows.find((one) => one.problems.length === 0)
    if (!row || !column || mapping.isPreviewOld()) return null
    const cell = row.cells[at] ?? ''
    if (column.currency) return format().money(cell || '0', column.currency)
    return cellShown(cell, column, cell.split('.')[1]?.length ?? 0, format())
  }
  const waitFor = () => {
    if (mapping.commit()) return null
    return draft().date === null || draft().values.length === 0 ? words.preview.nothing : words.preview.notYet
  }

  const goIfReady = () => {
    if (mapping.isPreviewLoading() || mapping.isPreviewOld()) return
    setWantsCheck(false)
    if (Object.keys(errors()).length > 0 || mapping.refusal()) summary?.focus()
    else if (mapping.preview()) props.onCheck()
  }
  // The press may come before the answer about the last change: it is then carried out when the answer is there.
  createEffect(
    on(
      [mapping.isPreviewLoading, mapping.isPreviewOld, mapping.preview, wantsCheck],
      () => wantsCheck() && goIfReady(),
      { defer: true },
    ),
  )
  const check = () => {
    setTried(true)
    if (mapping.commit() === null) {
      announce(words.problem.summary(Object.keys(errors()).length), 'assertive')
      return summary?.focus()
    }
    setWantsCheck(true)
  }

  return (
    <>
      <ErrorSummary
        title={words.problem.summary(Object.keys(errors()).length)}
        errors={isTried() ? errors() : {}}
        ref={(element) => (summary = element)}
      />
      <Show when={draft().takenFrom}>{(name) => <Notice tone="info">{words.map.taken(name())}</Notice>}</Show>
      <Card
        class="clip-card"
        title={words.map.title}
        isFlush
        actions={<span class="sm muted">{counts()}</span>}
      >
        <ClientChoice clientId={draft().clientId} onChange={(clientId) => mapping.change({ clientId })} />
        <MapTable
          detection={detection()}
          draft={draft()}
          errors={errors()}
          onRole={mapping.setRole}
          onDraft={mapping.change}
        />
        <Show when={repeatsExternalId(draft(), detection())}>
          <div class="pad-line">
            <Notice tone="warn">{words.map.repeats(draft().externalId ?? '')}</Notice>
          </div>
        </Show>
      </Card>
      <ValuesCard
        values={draft().values}
        detection={detection()}
        metrics={dataOf(metrics) ?? []}
        errors={errors()}
        firstOf={firstOf}
        onValue={mapping.setValue}
        onRemove={mapping.removeValue}
        onAdd={mapping.addValue}
      />
      <PreviewCard
        preview={mapping.preview()}
        isLoading={mapping.isPreviewLoading()}
        isRefreshing={mapping.isPreviewOld() && mapping.commit() !== null}
        error={mapping.refusal()}
        waitFor={waitFor()}
        rowsMax={PREVIEW_ROWS}
      />
      <div class="acts">
        <Button onClick={props.onBack}>{words.act.back}</Button>
        <Button kind="primary" isBusy={wantsCheck()} onClick={check}>
          {words.act.check(props.rowCount)}
        </Button>
        <Show when={mapping.preview()}>
          {(preview) => (
            <span class="cap muted">
              {preview().rejected > 0
                ? words.check.someBad(preview().rejected, preview().checked)
                : words.check.allGood(preview().checked)}
            </span>
          )}
        </Show>
      </div>
    </>
  )
}
