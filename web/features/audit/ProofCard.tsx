import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import ShieldAlert from 'lucide-solid/icons/shield-alert'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import { createSignal, type JSX, Match, onCleanup, Show, Switch } from 'solid-js'
import type { VerificationLine } from '../../../contracts/audit.ts'
import { announce } from '../../lib/announce.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Progress } from '../../ui/Meter.tsx'
import { toast } from '../../ui/Toast.tsx'
import { allLinks, headsQuery, serverVerification, signNow } from './queries.ts'
import { words } from './words.ts'

type Result = Extract<VerificationLine, { t: 'result' }>
type Check =
  | { state: 'running'; where: 'server' | 'here'; checked: number; total: number }
  | { state: 'done'; where: 'server' | 'here'; result: Result }
  | { state: 'failed' }

/** Whether the log is what it was: up to where it is signed, and the checks, on the server and in this browser. */
export function ProofCard(): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const now = useNow()
  const client = useQueryClient()
  const heads = useQuery(() => headsQuery(workspace().id))
  const [check, setCheck] = createSignal<Check | null>(null)
  let running: AbortController | null = null
  onCleanup(() => running?.abort())
  const count = (value: number) => format().count(String(value))

  const run = async (where: 'server' | 'here') => {
    running?.abort()
    const controller = new AbortController()
    running = controller
    setCheck({ state: 'running', where, checked: 0, total: 0 })
    try {
      for await (const line of await linesOf(where, controller.signal)) {
        if (controller.signal.aborted) return
        if (line.t === 'progress')
          setCheck({ state: 'running', where, checked: line.checked, total: line.total })
        else if (line.t === 'result') {
          setCheck({ state: 'done', where, result: line })
          announce(line.fault === null ? words.good(count(line.checked)) : words.broken)
        } else setCheck({ state: 'failed' })
      }
    } catch {
      if (!controller.signal.aborted) setCheck({ state: 'failed' })
    }
  }
  const linesOf = async (where: 'server' | 'here', signal: AbortSignal) => {
    if (where === 'server') return serverVerification(signal)
    const [{ verifyLinks }, signed] = await Promise.all([
      import('./verify.ts'),
      client.fetchQuery({ ...headsQuery(workspace().id), staleTime: 0 }),
    ])
    return verifyLinks(allLinks(signal), signed, workspace().id)
  }
  const sign = useMutation(() => ({
    mutationFn: signNow,
    onSuccess: () => toast(words.signed),
    onError: (thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    onSettled: () => client.invalidateQueries({ queryKey: headsQuery(workspace().id).queryKey }),
  }))
  const newest = () => dataOf(heads)?.heads.at(-1)
  const isRunning = () => check()?.state === 'running'
  return (
    <Card class="audit-proof" title={words.proof}>
      <p class="sm muted">{words.proofSay}</p>
      <p class="sm num">
        <Show when={newest()} fallback={heads.isPending ? '' : words.noHeads}>
          {(head) => words.newest(count(head().seq), format().ago(head().at, now()))}
        </Show>
      </p>
      <div class="row wrap">
        <Button size="sm" isBusy={isRunning()} onClick={() => void run('server')}>
          {words.verify}
        </Button>
        <Button size="sm" isBusy={isRunning()} onClick={() => void run('here')}>
          {words.verifyHere}
        </Button>
        <Show when={may('audit.manage')}>
          <Button size="sm" isBusy={sign.isPending} onClick={() => sign.mutate()}>
            {words.sign}
          </Button>
        </Show>
      </div>
      <Switch>
        <Match when={asRunning(check())}>
          {(at) => (
            <>
              <Progress label={words.verify} share={at().total === 0 ? null : at().checked / at().total} />
              <p class="sm muted num">{words.checking(count(at().checked), count(at().total))}</p>
            </>
          )}
        </Match>
        <Match when={asDone(check())}>{(done) => <Outcome {...done()} />}</Match>
        <Match when={check()?.state === 'failed'}>
          <p class="sm err">{words.failed}</p>
        </Match>
      </Switch>
    </Card>
  )
}

const asRunning = (check: Check | null) => (check?.state === 'running' ? check : undefined)
const asDone = (check: Check | null) => (check?.state === 'done' ? check : undefined)

/** What a check found, in words. */
function Outcome(props: { where: 'server' | 'here'; result: Result }): JSX.Element {
  const format = useFormat()
  const count = (value: number) => format().count(String(value))
  const notes = () => [
    ...(props.result.headsCompared > 0
      ? [words.heads(props.result.headsCompared, count(props.result.headsCompared))]
      : []),
    ...(props.result.startedAfter > 0 ? [words.startedAfter(count(props.result.startedAfter))] : []),
    ...(props.result.headsOfOtherEras > 0 ? [words.otherEras(count(props.result.headsOfOtherEras))] : []),
  ]
  return (
    <Show
      when={props.result.fault}
      fallback={
        <div class="proof-found good">
          <ShieldCheck />
          <div>
            <b>{words.good(count(props.result.checked))}</b>
            <p class="sm muted">
              {[...notes(), props.where === 'here' ? words.goodHere : words.goodServer].join(' ')}
            </p>
          </div>
        </div>
      }
    >
      {(fault) => (
        <div class="proof-found bad" role="alert">
          <ShieldAlert />
          <div>
            <b>{words.broken}</b>
            <p class="sm">
              {words.fault(fault(), count(fault().seq))} {words.brokenNext}
            </p>
          </div>
        </div>
      )}
    </Show>
  )
}
