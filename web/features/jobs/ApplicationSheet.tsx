import { useMutation, useQueryClient } from '@tanstack/solid-query'
import EyeOff from 'lucide-solid/icons/eye-off'
import Link2 from 'lucide-solid/icons/link-2'
import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js'
import type { ProfileSnapshot } from '../../../contracts/artist-profiles.ts'
import type { BlindProfile, JobApplicationView } from '../../../contracts/job-applications.ts'
import type { Format } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useVersioned, VersionConflict } from '../../ui/useVersioned.tsx'
import { artistsKey } from '../artists/queries.ts'
import { historyOfApplication } from '../history/queries.ts'
import { Versions } from '../history/Versions.tsx'
import { PortfolioList } from '../portfolio/PortfolioList.tsx'
import { fileHref } from '../portfolio/queries.ts'
import { words as portfolioWords } from '../portfolio/words.ts'
import { RecordPresence } from '../presence/Presence.tsx'
import { askLink } from '../profile-links/queries.ts'
import { words as linkWords } from '../profile-links/words.ts'
import { applicantName } from './applicant.ts'
import { MatchParts } from './MatchCard.tsx'
import { jobsKey, noteApplication } from './queries.ts'
import { TextArea } from './TextArea.tsx'
import { sayRefused } from './useSave.ts'
import { words } from './words.ts'

/** One application: what was sent, how it fits, and the note of the workspace. */
export function ApplicationSheet(props: {
  application: JobApplicationView
  onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  return (
    <Sheet isOpen onClose={props.onClose} title={applicantName(props.application)}>
      <div class="application">
        <RecordPresence record={`application:${props.application.id}`} />
        <p class="row tight">
          <StatusPill tone={props.application.stage === 'hired' ? 'good' : 'note'}>
            {words.stage[props.application.stage]}
          </StatusPill>
          <Show when={props.application.bookingId !== null && may('bookings.read')}>
            <LinkButton size="sm" href={paths.bookings(workspace().slug)}>
              {words.openHold}
            </LinkButton>
          </Show>
          <Show when={may('artists.write') && isHired(props.application)}>
            <LinkToProfile application={props.application} />
          </Show>
        </p>
        <Show when={props.application.blind}>{(blind) => <Nameless blind={blind()} />}</Show>
        <Show when={props.application.message}>
          {(message) => (
            <section>
              <h3>{words.theirMessage}</h3>
              <p class="job-text">{message()}</p>
            </section>
          )}
        </Show>
        <section>
          <h3>{words.theirMatch}</h3>
          <MatchParts match={props.application.match} />
        </section>
        <Show when={props.application.profile}>
          {(profile) => (
            <>
              <Snapshot profile={profile()} />
              <Show when={profile().portfolio.length > 0}>
                <section>
                  <h3>{portfolioWords.title}</h3>
                  <PortfolioList
                    items={profile().portfolio}
                    hrefOf={(item, part) =>
                      fileHref(
                        workspace().id,
                        { kind: 'profile', id: profile().id },
                        item.id,
                        part,
                        props.application.id,
                      )
                    }
                  />
                </section>
              </Show>
            </>
          )}
        </Show>
        <Show when={may('applications.write')}>
          <Note application={props.application} />
        </Show>
        <section>
          <h3>{words.stages}</h3>
          <Versions
            of={historyOfApplication(props.application.id, applicantName(props.application))}
            mayRestore={may('applications.write')}
          />
        </section>
      </div>
    </Sheet>
  )
}

/** Whom it came from is there, and was hired as an artist. */
const isHired = ({ stage, artistId, profile }: JobApplicationView): boolean =>
  stage === 'hired' && artistId !== null && profile !== null

/** Asks whoever was hired whether their artist may be linked to the profile they keep. */
function LinkToProfile(props: { application: JobApplicationView }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const ask = useMutation(() => ({
    mutationFn: ({ id, artistId }: JobApplicationView) => {
      if (artistId === null) throw new Error(`nobody was hired by the application ${id}`)
      return askLink({ artistId, applicationId: id })
    },
    onSuccess: () => toast(linkWords.asked),
    onError: sayRefused,
    onSettled: () => client.invalidateQueries({ queryKey: artistsKey(workspace().id) }),
  }))
  return (
    <Button size="sm" icon={Link2} isBusy={ask.isPending} onClick={() => ask.mutate(props.application)}>
      {linkWords.fromApplication}
    </Button>
  )
}

const monthsOf = ({ from, to }: { from: string; to: string | null }, format: Format): string =>
  words.months(format.month(from), to === null ? null : format.month(to))

/** What is read of somebody before their name is. */
function Nameless(props: { blind: BlindProfile }): JSX.Element {
  const format = useFormat()
  return (
    <>
      <Notice tone="info" icon={EyeOff}>
        {words.namelessSay}
      </Notice>
      <section>
        <h3>{words.theirOffer}</h3>
        <ul class="job-wanted">
          <For each={props.blind.skills}>
            {(skill) => (
              <li>
                <b>{skill.name}</b> <span class="muted">{words.level(skill.level)}</span>
              </li>
            )}
          </For>
          <For each={props.blind.experience}>
            {(one) => (
              <li>
                <span class="num">{monthsOf(one, format())}</span>{' '}
                <span class="muted">{one.skills.join(' · ')}</span>
              </li>
            )}
          </For>
          <For each={props.blind.rates}>
            {(rate) => (
              <li class="num">{words.rate(format().money(rate.amount, rate.currency), rate.per)}</li>
            )}
          </For>
          <li class="muted">
            {words.likes(props.blind.preferences.noticeDays, props.blind.preferences.maxDaysPerWeek)}
          </li>
        </ul>
      </section>
    </>
  )
}

function Snapshot(props: { profile: ProfileSnapshot }): JSX.Element {
  const format = useFormat()
  return (
    <section>
      <h3>{words.theirProfile}</h3>
      <p>{[props.profile.headline, props.profile.place].filter(Boolean).join(' · ')}</p>
      <Show when={props.profile.about}>{(about) => <p class="job-text">{about()}</p>}</Show>
      <ul class="job-wanted">
        <For each={props.profile.skills}>
          {(skill) => (
            <li>
              <b>{skill.name}</b> <span class="muted">{words.level(skill.level)}</span>
            </li>
          )}
        </For>
        <For each={props.profile.experience}>
          {(one) => (
            <li>
              <b>{one.title}</b>{' '}
              <span class="muted">
                {[one.organisation, monthsOf(one, format())].filter(Boolean).join(' · ')}
              </span>
            </li>
          )}
        </For>
        <For each={props.profile.rates}>
          {(rate) => <li class="num">{words.rate(format().money(rate.amount, rate.currency), rate.per)}</li>}
        </For>
      </ul>
    </section>
  )
}

function Note(props: { application: JobApplicationView }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const noteIn = ({ note }: Pick<JobApplicationView, 'note'>) => ({ note })
  const [typed, setTyped] = createSignal(props.application.note ?? '')
  const mine = () => noteIn({ note: typed().trim() || null })
  const versioned = useVersioned<JobApplicationView, ReturnType<typeof noteIn>>({
    record: props.application,
    valuesOf: noteIn,
    send: (one, { note }) => noteApplication(one.id, one.version, note),
  })
  // An application moves with every stage as well: only another note is something to be asked about.
  createEffect(
    on(
      () => props.application,
      (now) => {
        const next = versioned.follow(now, mine())
        if (next !== null && next.note !== mine().note) setTyped(next.note ?? '')
      },
      { defer: true },
    ),
  )
  const save = useMutation(() => ({
    mutationFn: () => versioned.save(mine()),
    onSuccess: (saved: JobApplicationView | null) => saved !== null && toast(words.noteSaved),
    onError: sayRefused,
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey(workspace().id) }),
  }))
  return (
    <section>
      <TextArea
        id="note"
        label={words.note}
        hint={words.noteHint}
        rows={3}
        value={typed()}
        onInput={setTyped}
      />
      <Show
        when={versioned.theirs()}
        fallback={
          <div class="row end">
            <Button isBusy={save.isPending} onClick={() => save.mutate()}>
              {words.saveNote}
            </Button>
          </div>
        }
      >
        {(other) => (
          <VersionConflict<ReturnType<typeof noteIn>>
            fields={versioned.clashes(mine())}
            labels={{ note: words.note }}
            base={versioned.baseValues()}
            mine={mine()}
            theirs={noteIn(other())}
            say={(_, { note }) => note ?? ''}
            onDecide={(isMine) => {
              setTyped(versioned.decided(mine(), isMine).note ?? '')
              save.mutate()
            }}
          />
        )}
      </Show>
    </section>
  )
}
