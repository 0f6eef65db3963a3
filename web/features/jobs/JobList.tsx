import { A } from '@solidjs/router'
import Bookmark from 'lucide-solid/icons/bookmark'
import BookmarkCheck from 'lucide-solid/icons/bookmark-check'
import { For, type JSX, Show } from 'solid-js'
import type { JobView } from '../../../contracts/jobs.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Meter } from '../../ui/Meter.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { useSave } from './useSave.ts'
import { words } from './words.ts'

/** Where and when a job is, in one line. */
export function useJobLine(): (job: JobView) => string {
  const format = useFormat()
  return (job) =>
    [
      job.workspaceName,
      job.isRemote ? words.remote : job.place,
      format().dayRange(job.days.from, job.days.to),
    ]
      .filter(Boolean)
      .join(' · ')
}

/** Jobs one below the other, each with what one decides by. */
export function JobList(props: { jobs: readonly JobView[] }): JSX.Element {
  return (
    <ul class="job-list" aria-label={words.list}>
      <For each={props.jobs}>{(job) => <JobRow job={job} />}</For>
    </ul>
  )
}

function JobRow(props: { job: JobView }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const line = useJobLine()
  return (
    <li class="job-row">
      <div class="job-what">
        <div class="row tight">
          <A class="job-name" href={paths.job(workspace().slug, props.job.id)}>
            {props.job.title}
          </A>
          <StateOf job={props.job} />
        </div>
        <p class="muted clip">{line(props.job)}</p>
        <Show when={props.job.skills.length > 0}>
          <p class="subtle clip">{props.job.skills.map(({ name }) => name).join(', ')}</p>
        </Show>
      </div>
      <div class="job-pay num">
        <Show when={props.job.rate} fallback={<span class="subtle">{words.noRate}</span>}>
          {(rate) => words.rate(format().money(rate().amount, rate().currency), rate().per)}
        </Show>
      </div>
      <div class="job-fit">
        <Show when={props.job.match}>{(match) => <Fit score={match().score} />}</Show>
      </div>
      <div class="job-do">
        <Show when={!props.job.isOwn}>
          <SaveButton job={props.job} />
        </Show>
      </div>
    </li>
  )
}

function StateOf(props: { job: JobView }): JSX.Element {
  return (
    <>
      <Show when={props.job.isOwn}>
        <StatusPill tone="note">{words.own}</StatusPill>
      </Show>
      <Show when={props.job.status !== 'open'}>
        <StatusPill tone="plain">{words.status[props.job.status]}</StatusPill>
      </Show>
      <Show when={props.job.application}>
        {(sent) => (
          <StatusPill tone={sent().stage === 'hired' ? 'good' : 'note'}>
            {words.stage[sent().stage]}
          </StatusPill>
        )}
      </Show>
    </>
  )
}

/** The score of a match, drawn and said. */
export function Fit(props: { score: number }): JSX.Element {
  return (
    <span class="fit">
      <span class="num">{words.matchOf(props.score)}</span>
      <Meter label={words.match} share={props.score / 100} text={words.matchSay(props.score)} />
    </span>
  )
}

/** Keeps a job on the list of the person, or takes it off. */
export function SaveButton(props: { job: JobView }): JSX.Element {
  const save = useSave()
  return (
    <Button
      size="sm"
      icon={props.job.isSaved ? BookmarkCheck : Bookmark}
      aria-pressed={props.job.isSaved}
      aria-label={props.job.isSaved ? words.unkeepOne(props.job.title) : words.keepOne(props.job.title)}
      onClick={() => save(props.job)}
    >
      {props.job.isSaved ? words.unkeep : words.keep}
    </Button>
  )
}
