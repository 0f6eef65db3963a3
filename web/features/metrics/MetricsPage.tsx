import { dataOf } from '../../lib/data-of.ts'
import './metrics.css'
import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import FileUp from 'lucide-solid/icons/file-up'
import Sigma from 'lucide-solid/icons/sigma'
import { type JSX, Show } from 'solid-js'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { paths } from '../../lib/paths.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { Card, PageHeader } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { sourceOf, unitOf } from './definition.ts'
import { metricsQuery } from './queries.ts'
import { words } from './words.ts'

/** The catalogue: every metric with its unit, direction, source and dimensions. */
export default function MetricsPage(): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const query = useQuery(() => metricsQuery(workspace().id))
  const columns: Column<MetricDefinition>[] = [
    {
      id: 'metric',
      header: words.catalogue.metric,
      cell: (metric) => (
        <A class="row-link" href={paths.metric(workspace().slug, metric.key)}>
          {metric.label}
          <span class="second mono">{metric.key}</span>
        </A>
      ),
    },
    { id: 'unit', header: words.catalogue.unit, cell: (metric) => unitOf(metric) },
    {
      id: 'better',
      header: words.catalogue.better,
      isHiddenOnPhone: true,
      cell: (metric) => words.directions[metric.direction],
    },
    {
      id: 'source',
      header: words.catalogue.source,
      cell: (metric) => (
        <span
          class={metric.source.kind === 'formula' ? 'mono clip-cell wide' : undefined}
          title={sourceOf(metric)}
        >
          {sourceOf(metric)}
        </span>
      ),
    },
    {
      id: 'dimensions',
      header: words.catalogue.dimensions,
      isHiddenOnPhone: true,
      cell: (metric) => metric.dimensions.join(', ') || '–',
    },
  ]
  return (
    <>
      <PageHeader title={words.catalogue.title} sub={words.catalogue.sub} />
      <Card isFlush class="catalogue">
        <DataTable
          label={words.catalogue.title}
          columns={columns}
          rows={dataOf(query)}
          isLoading={query.isPending}
          error={query.error}
          onRetry={() => query.refetch()}
          isTwoLine
          empty={
            <EmptyState
              icon={Sigma}
              title={words.catalogue.empty}
              isCard={false}
              actions={
                <Show when={may('imports.write')}>
                  <LinkButton kind="primary" icon={FileUp} href={paths.imports(workspace().slug)}>
                    {words.catalogue.import}
                  </LinkButton>
                </Show>
              }
            >
              {words.catalogue.emptyWhy}
            </EmptyState>
          }
        />
      </Card>
    </>
  )
}
