import { For, type JSX, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import type { ChartModel } from './chartModel.ts'

/** The numbers of a chart, all of them, as a table. */
export function ChartTable(props: { model: ChartModel }): JSX.Element {
  return (
    <table class="table">
      <caption class="sr">{props.model.summary}</caption>
      <thead>
        <tr>
          <th scope="col">{text.chart.period}</th>
          <th scope="col" class="end">
            {props.model.name}
          </th>
          <Show when={props.model.earlierName}>
            <th scope="col" class="end">
              {props.model.earlierName}
            </th>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.model.points}>
          {(point) => (
            <tr>
              <th scope="row">
                {point.title}
                <Show when={point.note}>
                  <span class="second">{point.note}</span>
                </Show>
              </th>
              <td class="end">{point.shown}</td>
              <Show when={props.model.earlierName}>
                <td class="end">{point.earlierShown}</td>
              </Show>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
