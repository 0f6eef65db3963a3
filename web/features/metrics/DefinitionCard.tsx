import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { Card } from '../../ui/Card.tsx'
import { sourceOf, unitOf } from './definition.ts'
import { operandsOf } from './operands.ts'
import type { Figures } from './useFigures.ts'
import { words } from './words.ts'

/** What a metric means: source, formula with links to its parts, how it adds up, which way is good. */
export function DefinitionCard(props: {
  definition: MetricDefinition
  metrics: readonly MetricDefinition[]
  figures: Figures
}): JSX.Element {
  const formula = () => (props.definition.source.kind === 'formula' ? props.definition.source.formula : null)
  return (
    <Card title={words.page.definition}>
      <dl class="definition">
        <dt>{formula() === null ? words.catalogue.source : words.formula}</dt>
        <dd class={formula() === null ? undefined : 'mono'}>{sourceOf(props.definition)}</dd>
        <Show when={formula()}>
          {(text) => (
            <dd>
              <For each={operandsOf(text(), props.metrics)}>
                {(operand, at) => (
                  <>
                    {at() > 0 ? ', ' : ''}
                    <A href={props.figures.metricHref(operand.key)}>{operand.label}</A>
                  </>
                )}
              </For>
            </dd>
          )}
        </Show>
        <dt>{words.page.how}</dt>
        <dd>{words.aggregations[props.definition.aggregation]}</dd>
        <dt>{words.page.unit}</dt>
        <dd>{unitOf(props.definition)}</dd>
        <dt>{words.page.better}</dt>
        <dd>{words.directions[props.definition.direction]}</dd>
        <Show when={props.definition.dimensions.length > 0}>
          <dt>{words.catalogue.dimensions}</dt>
          <dd>{props.definition.dimensions.join(', ')}</dd>
        </Show>
        <dt>{words.page.key}</dt>
        <dd class="mono">{props.definition.key}</dd>
      </dl>
    </Card>
  )
}
