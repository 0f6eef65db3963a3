import { describe, expect, it } from 'vitest'
import { slugOf } from '../features/workspaces/slug.ts'
import { sparkShape } from '../ui/sparkline.ts'
import { type Command, matchPress, pressOf } from './commands.ts'
import { areasOf } from './invalidate.ts'
import { paths, safeNext } from './paths.ts'
import { key } from './query.ts'

describe('keys of the cache', () => {
  it('[SH1] start with the workspace', () => {
    expect(key('ws-1', 'metrics', 'list')).toEqual(['ws-1', 'metrics', 'list'])
    expect(key('ws-1', 'metrics', 'answer', { from: '2026-01-01' })[0]).toBe('ws-1')
  })

  it('[SH5] are touched by the noun of an event and by nothing else', () => {
    expect(areasOf('import.finished')).toEqual(['imports', 'setup', 'events'])
    expect(areasOf('member.removed')).toContain('session')
    expect(areasOf('metric.defined')).toEqual(['metrics', 'events'])
    expect(areasOf('something.new')).toEqual(['events'])
    expect(areasOf('import.rows_loaded')).toEqual([])
    expect(areasOf('connection.authorised')).toEqual(['connections', 'setup', 'events'])
    expect(areasOf('sync.finished')).toEqual(['connections', 'setup', 'events'])
    expect(areasOf('sync.page_stored')).toEqual([])
    expect(areasOf('booking.changed')).toEqual(['bookings', 'load', 'events'])
    expect(areasOf('artist.changed')).toEqual(['artists', 'bookings', 'load', 'events'])
  })
})

describe('addresses', () => {
  it('[SH6] of after the sign-in stay inside the site', () => {
    expect(safeNext('/demo/home?range=7d')).toBe('/demo/home?range=7d')
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'demo',
      '',
      undefined,
      ['/a'],
    ])
      expect(safeNext(next)).toBeNull()
  })

  it('[SH6] carry the wish along, escaped', () => {
    expect(paths.login('/demo/d/finance?range=7d&cmp=none')).toBe(
      '/login?next=%2Fdemo%2Fd%2Ffinance%3Frange%3D7d%26cmp%3Dnone',
    )
    expect(paths.login('/')).toBe('/login')
    expect(paths.metric('demo', 'a b')).toBe('/demo/metrics/a%20b')
  })

  it('make a workspace name fit for one', () => {
    expect([slugOf('Harbour & Finch'), slugOf('  Café Zürich!  '), slugOf('---')]).toEqual([
      'harbour-finch',
      'cafe-zurich',
      '',
    ])
    expect(slugOf('x'.repeat(60))).toHaveLength(40)
  })
})

describe('shortcuts', () => {
  const command = (id: string, keys: string, when?: () => boolean): Command => ({
    id,
    title: id,
    group: 'g',
    keys,
    when,
    run: () => undefined,
  })
  const all = [
    command('home', 'g h'),
    command('palette', 'Mod+K'),
    command('help', '?'),
    command('off', 'x', () => false),
  ]

  it('[SH15] wait for the rest of a sequence, and begin anew when it does not come', () => {
    expect(matchPress(all, '', 'g')).toEqual({ kind: 'wait', pending: 'g' })
    expect(matchPress(all, 'g', 'h')).toMatchObject({ kind: 'run', command: { id: 'home' } })
    expect(matchPress(all, 'g', '?')).toMatchObject({ kind: 'run', command: { id: 'help' } })
    expect(matchPress(all, 'g', 'q')).toEqual({ kind: 'none' })
  })

  it('[SH15] do nothing while the command cannot be used', () => {
    expect(matchPress(all, '', 'x')).toEqual({ kind: 'none' })
  })

  it('[SH15] take the same name with ⌘ and Ctrl', () => {
    const press = (key: string, held: Partial<Record<'metaKey' | 'ctrlKey' | 'altKey', boolean>> = {}) =>
      pressOf({ key, metaKey: false, ctrlKey: false, altKey: false, ...held })
    expect([press('k', { metaKey: true }), press('k', { ctrlKey: true }), press('K')]).toEqual([
      'Mod+K',
      'Mod+K',
      'k',
    ])
    expect([press('Shift'), press('k', { altKey: true })]).toEqual([null, null])
  })
})

describe('sparklines', () => {
  it('[SH16] break at a gap', () => {
    const { line } = sparkShape([1, 2, null, 3, 4], 200, 36, false)
    expect(line.match(/M/g)).toHaveLength(2)
    expect(sparkShape([null, null], 200, 36, false).line).toBe('')
  })

  it('[SH16] never swing beyond a measured value', () => {
    const { line } = sparkShape([0, 0, 10, 10, 0, 0], 200, 36, false)
    const heights = [...line.matchAll(/[\d.]+ ([\d.]+)(?= |$)/g)].map((match) => Number(match[1]))
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(3)
    expect(Math.max(...heights)).toBeLessThanOrEqual(33)
  })

  it('[SH16] dash the bucket that is not over, and draw zero only where values lie on both sides', () => {
    expect(sparkShape([1, 2, 3], 200, 36, true).open).toMatch(/^M100 .* L200 /)
    expect(sparkShape([1, 2, 3], 200, 36, false).open).toBe('')
    expect(sparkShape([-1, 2], 200, 36, false).zeroY).not.toBeNull()
    expect(sparkShape([1, 2], 200, 36, false).zeroY).toBeNull()
  })
})
