import FileUp from 'lucide-solid/icons/file-up'
import type { JSX } from 'solid-js'
import type { Freshness as Source } from '../../../contracts/metrics.ts'
import { createFormat } from '../../lib/format.ts'
import { BarList } from '../../ui/BarList.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Freshness } from '../../ui/Freshness.tsx'
import { Meter, Progress } from '../../ui/Meter.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { Tile } from '../../ui/Tile.tsx'
import { Spec } from './Spec.tsx'

const format = createFormat({ currency: 'AUD', timeZone: 'Australia/Sydney' })
const rising = [25, 27, 26, 29, 30, 29, 28, 32, 33, 32, 37, 38, 22]
const falling = [62, 61.8, 62.1, 61.7, 61.8, 61.5, 61.6, 61.2, 61.3, 61.1, 60.8, 61.1, 61.2]
const crossing = [-2, -1, -1.6, 1, 2, 1.2, 0.5, 3, 4, 3, 6, 7, 6.4]
const gaps = [3, 4, null, null, 6, 5, 7]
// Long ago, so that the words do not change with the day the gallery is looked at.
const unbound = { connectionId: null, metrics: null, nextAt: null }
const sources: readonly Source[] = [
  {
    ...unbound,
    source: 'Stripe',
    asOf: '2026-01-05T03:02:00Z',
    checkedAt: '2026-01-05T03:02:00Z',
    state: 'fresh',
  },
  {
    ...unbound,
    source: 'Xero',
    asOf: '2026-01-04T21:02:00Z',
    checkedAt: '2026-01-05T03:00:00Z',
    state: 'stale',
  },
]
interface Row {
  file: string
  rows: string
  state: 'good' | 'late'
  at: string
}
const rows: readonly Row[] = [
  { file: 'budget-2026.csv', rows: '1,320', state: 'good', at: '16 Nov 2026' },
  { file: 'leads-expo.csv', rows: '412', state: 'late', at: '11 Nov 2026' },
]
const columns: readonly Column<Row>[] = [
  { id: 'file', header: 'File', cell: (row) => <span class="b">{row.file}</span> },
  {
    id: 'state',
    header: 'State',
    cell: (row) => (
      <StatusPill tone={row.state}>{row.state === 'good' ? 'Loaded' : '9 set aside'}</StatusPill>
    ),
  },
  { id: 'rows', header: 'Rows', isEnd: true, cell: (row) => row.rows },
  { id: 'at', header: 'Imported', isEnd: true, cell: (row) => row.at },
]

/** Tiles, lists, tables. */
export function NumberSpecs(): JSX.Element {
  return (
    <div class="specs">
      <Spec title="Tiles and freshness" span={12}>
        <Freshness lead="24 Aug – 19 Nov 2026, AUD" sources={sources} format={format} />
        <div class="grid tiles">
          <Tile
            label="Revenue"
            value={format.short('389104.55', 'money')}
            exact={format.money('389104.55')}
            change={format.change('389104.55', '346200', 'money', 'up')}
            from="from $346.2K"
            note="103% of goal"
            trend={rising}
            isLastOpen
            href="#tile"
          />
          <Tile
            label="Gross margin"
            value="61.2%"
            exact="61.2%"
            change={format.change('61.2', '62.5', 'percent', 'up')}
            from="from 62.5%"
            note="Goal 62.0%"
            trend={falling}
            href="#tile"
          />
          <Tile
            label="Net result"
            value={format.short('23184', 'money')}
            exact={format.money('23184')}
            change={format.change('23184', '-2100', 'money', 'up')}
            from={`from ${format.short('-2100', 'money')}`}
            trend={crossing}
            href="#tile"
          />
          <Tile label="Sessions" value="–" exact="no value" change={null} trend={gaps} isRefreshing />
        </div>
      </Spec>
      <Spec title="Tiles with a doubtful source" span={12}>
        <div class="grid tiles">
          <Tile
            label="Bills"
            value={format.short('74000', 'money')}
            exact={format.money('74000')}
            change={null}
            problem={{ isFailed: false, say: 'Xero is late.', href: '#fix', fix: 'See why' }}
            trend={rising}
            href="#tile"
          />
          <Tile
            label="Sales abroad"
            value="–"
            exact="No figure: every record of this range waits for an exchange rate"
            change={null}
            from="no rate yet"
            leftOut="Not included: 12 records (GBP, USD: no rate yet)"
            problem={{ isFailed: true, say: 'Shop needs attention.', fix: 'See why' }}
            trend={gaps}
            href="#tile"
          />
        </div>
      </Spec>
      <Spec title="Bar list">
        <Card title="Top customers">
          <BarList
            label="Top customers"
            rows={[
              { label: 'Kelpline Outdoors', value: '$64,820', share: '16.7%', size: 1 },
              { label: 'Saltbush Homes', value: '$51,240', share: '13.2%', size: 0.79 },
              {
                label: 'Ferrous Coffee Roasters with a name that does not fit here',
                value: '$40,915',
                share: '10.5%',
                size: 0.63,
              },
              { label: 'Lumenfold', value: '$25,335', share: '6.5%', size: 0.39 },
            ]}
          />
        </Card>
      </Spec>
      <Spec title="Meters and progress">
        <div class="card pad col">
          <Meter label="Goal" share={0.86} text="86 % of goal" isTall />
          <Meter label="Rows" share={0.94} text="94 % of the limit" tone="warn" isTall />
          <Progress label="Loading" share={0.58} />
          <Progress label="Starting" share={null} />
        </div>
      </Spec>
      <Spec title="Table" span={12}>
        <Card title="Recent imports" isFlush>
          <DataTable label="Recent imports" columns={columns} rows={rows} empty={null} />
        </Card>
      </Spec>
      <Spec title="Table, empty">
        <Card title="No imports" isFlush>
          <DataTable
            label="Recent imports"
            columns={columns}
            rows={[]}
            empty={
              <EmptyState icon={FileUp} title="No imports yet" isCard={false}>
                A file becomes metrics in about a minute.
              </EmptyState>
            }
          />
        </Card>
      </Spec>
      <Spec title="Table, loading">
        <Card title="Imports on their way" isFlush>
          <DataTable label="Recent imports" columns={columns} rows={undefined} isLoading empty={null} />
        </Card>
      </Spec>
    </div>
  )
}
