import { describe, expect, it } from 'vitest'
import { type Change, type Edit, makeSaver, type Sent } from './saver.ts'

const change = (day: string, value: string | null): Change => ({ metric: 'calls', day, value })

/** A server that answers when it is told to, and remembers what it was asked. */
function bench(perCall = 1000) {
  const calls: { kind: 'store' | 'clear'; cells: string[]; answer: (sent: Sent) => void }[] = []
  let edits: ReadonlyMap<string, Edit> = new Map()
  let settled = 0
  const ask = (kind: 'store' | 'clear') => (some: readonly Change[]) =>
    new Promise<Sent>((answer) => {
      calls.push({ kind, cells: some.map(({ day, value }) => `${day}=${value}`), answer })
    })
  const saver = makeSaver({
    store: ask('store'),
    clear: ask('clear'),
    settle: () => {
      settled++
      return Promise.resolve()
    },
    show: (now) => {
      edits = now
    },
    perCall,
  })
  const answer = async (sent: Sent) => {
    calls.at(-1)?.answer(sent)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  const states = () => [...edits].map(([name, edit]) => `${name.split(' ')[1]} ${edit.state}`)
  return {
    saver,
    calls,
    answer,
    states,
    editOf: (day: string) => edits.get(`calls ${day}`),
    settled: () => settled,
  }
}

describe('saving what is typed', () => {
  it('[EV10] sends one call at a time, and what was typed meanwhile together in the next', async () => {
    const { saver, calls, answer, states, settled } = bench()
    saver.save([change('1', '5')])
    saver.save([change('2', '6')])
    saver.save([change('3', '7'), change('2', '8')])
    expect([calls.map(({ cells }) => cells), states()]).toEqual([
      [['1=5']],
      ['1 saving', '2 saving', '3 saving'],
    ])
    await answer({ kind: 'stored' })
    expect([calls.at(-1)?.cells, states(), settled()]).toEqual([['2=8', '3=7'], ['2 saving', '3 saving'], 1])
    await answer({ kind: 'stored' })
    expect([states(), settled(), calls.length]).toEqual([[], 2, 2])
  })

  it('[EV10] lets a cell that is typed anew while it is on its way end at the last value', async () => {
    const { saver, calls, answer, editOf } = bench()
    saver.save([change('1', '5')])
    saver.save([change('1', '6')])
    await answer({ kind: 'stored' })
    expect([editOf('1'), calls.at(-1)?.cells]).toEqual([{ state: 'saving', value: '6' }, ['1=6']])
    saver.save([change('1', null)])
    await answer({ kind: 'stored' })
    expect([calls.at(-1)?.kind, calls.at(-1)?.cells]).toEqual(['clear', ['1=null']])
  })

  it('[EV11] keeps what is refused where it was typed, and stores the others without it', async () => {
    const { saver, calls, answer, editOf, states } = bench()
    saver.save([change('1', '5'), change('2', '6'), change('3', '7')])
    await answer({ kind: 'refused', at: 1, why: 'too large' })
    expect(editOf('2')).toEqual({ state: 'refused', text: '6', why: 'too large' })
    expect(calls.at(-1)?.cells).toEqual(['1=5', '3=7'])
    await answer({ kind: 'stored' })
    expect(states()).toEqual(['2 refused'])
    saver.restore('calls 2')
    expect(states()).toEqual([])
    saver.save([change('1', '9'), change('2', '9')])
    await answer({ kind: 'refused', at: null, why: 'archived' })
    expect([states(), calls.length]).toEqual([['1 refused', '2 refused'], 3])
  })

  it('[EV12] waits while nobody answers and sends the same again when told to', async () => {
    const { saver, calls, answer, states, editOf, settled } = bench()
    saver.save([change('1', '5')])
    await answer({ kind: 'later' })
    expect([states(), settled()]).toEqual([['1 waiting'], 0])
    saver.retry()
    expect([editOf('1'), calls.at(-1)?.cells]).toEqual([{ state: 'saving', value: '5' }, ['1=5']])
    await answer({ kind: 'stored' })
    expect(states()).toEqual([])
  })

  it('[EV10] cuts a large paste into calls of the size that is taken', async () => {
    const { saver, calls, answer } = bench(2)
    saver.save(['1', '2', '3'].map((day) => change(day, '1')))
    await answer({ kind: 'stored' })
    expect(calls.map(({ cells }) => cells)).toEqual([['1=1', '2=1'], ['3=1']])
  })

  it('[EV3] shows a text that is no number in its cell and sends nothing', () => {
    const { saver, calls, editOf } = bench()
    saver.refuse({ metric: 'calls', day: '1' }, 'abc', 'not a number')
    expect([calls, editOf('1')]).toEqual([[], { state: 'refused', text: 'abc', why: 'not a number' }])
  })
})
