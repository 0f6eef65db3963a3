import { For, type JSX } from 'solid-js'
import type { MatchPart, MatchView } from '../../../contracts/jobs.ts'
import { Meter } from '../../ui/Meter.tsx'
import { words } from './words.ts'

const nameOf = (part: MatchPart): string => (part.kind === 'skill' ? part.name : words.part[part.kind])

/** A match part by part: what each gives of what it could, and why. */
export function MatchParts(props: { match: MatchView }): JSX.Element {
  return (
    <>
      <p class="fit-sum num">{words.matchSay(props.match.score)}</p>
      <ul class="fit-parts" aria-label={words.match}>
        <For each={props.match.parts}>
          {(part) => (
            <li>
              <div class="row between">
                <b>
                  {nameOf(part)}
                  {part.need === null ? '' : ` · ${words[part.need]}`}
                </b>
                <span class="num">{words.points(part.points, part.of)}</span>
              </div>
              <Meter
                label={nameOf(part)}
                share={part.of === 0 ? 0 : part.points / part.of}
                text={words.points(part.points, part.of)}
              />
              <p class="subtle">{words.reason[part.reason](part)}</p>
            </li>
          )}
        </For>
      </ul>
    </>
  )
}
