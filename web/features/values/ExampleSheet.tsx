import { For, type JSX } from 'solid-js'

const rows = [
  ['Mon 2', '14', '1,180.00'],
  ['Tue 3', '11', '960.50'],
  ['Wed 4', '0', ''],
  ['Thu 5', '17', '1,425.00'],
] as const

/** What a sheet looks like, with invented numbers. */
export function ExampleSheet(): JSX.Element {
  return (
    <table class="table values-example">
      <thead>
        <tr>
          <th>Day</th>
          <th class="end">Site visits</th>
          <th class="end">Cash in the till</th>
        </tr>
      </thead>
      <tbody>
        <For each={rows}>
          {([day, visits, cash]) => (
            <tr>
              <td>{day}</td>
              <td class="end">{visits}</td>
              <td class="end">{cash}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
