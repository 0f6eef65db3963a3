import { For, type JSX, Show } from 'solid-js'
import type { ProfileCardView } from '../../../contracts/artist-profiles.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import { words as jobWords } from '../jobs/words.ts'
import { PortfolioList } from '../portfolio/PortfolioList.tsx'
import { fileHref } from '../portfolio/queries.ts'
import { words as portfolioWords } from '../portfolio/words.ts'
import { words } from './words.ts'

/** What somebody's card says, as it is now. */
export function CardDetails(props: { card: ProfileCardView }): JSX.Element {
  const format = useFormat()
  const workspace = useWorkspace()
  const months = ({ from, to }: ProfileCardView['experience'][number]) =>
    `${format().month(from)} – ${to === null ? words.now : format().month(to)}`
  return (
    <div class="link-card">
      <div class="row artist-who">
        <Avatar id={props.card.id} name={props.card.name} size="lg" />
        <div>
          <b>{props.card.name}</b>
          <p class="sm muted">{[props.card.headline, props.card.place].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      <Show when={props.card.about}>{(about) => <p class="job-text">{about()}</p>}</Show>
      <dl class="artist-facts link-facts">
        <Show when={props.card.skills.length > 0}>
          <div>
            <dt>{words.skills}</dt>
            <dd>
              <ul>
                <For each={props.card.skills}>
                  {(skill) => (
                    <li>
                      {skill.name} <span class="muted num">{jobWords.level(skill.level)}</span>
                    </li>
                  )}
                </For>
              </ul>
            </dd>
          </div>
        </Show>
        <Show when={props.card.rates.length > 0}>
          <div>
            <dt>{words.rates}</dt>
            <dd>
              <ul>
                <For each={props.card.rates}>
                  {(rate) => (
                    <li class="num">{jobWords.rate(format().money(rate.amount, rate.currency), rate.per)}</li>
                  )}
                </For>
              </ul>
            </dd>
          </div>
        </Show>
        <Show when={props.card.experience.length > 0}>
          <div>
            <dt>{words.experience}</dt>
            <dd>
              <ul>
                <For each={props.card.experience}>
                  {(one) => (
                    <li>
                      {one.title}{' '}
                      <span class="muted">{[one.organisation, months(one)].filter(Boolean).join(' · ')}</span>
                    </li>
                  )}
                </For>
              </ul>
            </dd>
          </div>
        </Show>
      </dl>
      <Show when={props.card.portfolio.length > 0}>
        <section>
          <h3 class="link-lab">{portfolioWords.title}</h3>
          <PortfolioList
            items={props.card.portfolio}
            hrefOf={(item, part) =>
              fileHref(workspace().id, { kind: 'profile', id: props.card.id }, item.id, part)
            }
          />
        </section>
      </Show>
    </div>
  )
}
