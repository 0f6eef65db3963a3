import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, on, onCleanup } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { areasOf } from '../../lib/invalidate.ts'
import { browserClock } from '../../lib/later.ts'
import { type LiveLink, onFrame, openLive } from '../../lib/live.ts'
import { NO_WORKSPACE } from '../../lib/query.ts'
import { makeRefresher } from '../../lib/refresher.ts'
import { connection, isBehind } from '../../lib/stores/live.ts'
import { text } from '../../lib/text.ts'

/** Opens the socket of a workspace for as long as the caller is on screen, and routes what it says to the query cache. */
export function useLiveLink(workspaceId: string): LiveLink {
  const client = useQueryClient()
  const link = openLive(workspaceId)
  const refresher = makeRefresher(client, browserClock)
  const stopReset = onFrame('reset', () => {
    void client.invalidateQueries({ queryKey: [workspaceId] })
  })
  // Answers that were read before the socket stood may have missed a change.
  const stopHello = onFrame('hello', (frame) => {
    if (isBehind(frame.seq)) void client.invalidateQueries({ queryKey: [workspaceId] })
  })
  const stopEvents = onFrame('events', (frame) => {
    for (const area of new Set(frame.events.flatMap((event) => areasOf(event.type))))
      refresher.touch(area === 'session' ? [NO_WORKSPACE, 'session'] : [workspaceId, area])
  })
  const stopInbox = onFrame('inbox', () => {
    // Whoever hears of nothing else is told of their own bookings.
    for (const area of ['notifications', 'my-bookings']) refresher.touch([workspaceId, area])
  })
  createEffect(
    on(connection, (now, before) => {
      const wasShown = before === 'reconnecting' || before === 'offline'
      if (now === 'live' && wasShown) announce(text.live.back)
      if (now === 'offline') announce(text.live.lost)
    }),
  )
  onCleanup(() => {
    stopReset()
    stopHello()
    stopEvents()
    stopInbox()
    refresher.stop()
    link.close()
  })
  return link
}
