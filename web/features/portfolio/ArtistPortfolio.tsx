import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { type JSX, Match, Switch } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { EditableWorks } from './EditableWorks.tsx'
import { PortfolioCard } from './PortfolioCard.tsx'
import { PortfolioList } from './PortfolioList.tsx'
import { artistPortfolioQuery, fileHref } from './queries.ts'
import { words } from './words.ts'

/** What the workspace shows of an artist of its own, beside what a linked profile shows. */
export function ArtistPortfolio(props: { artist: ArtistView }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const client = useQueryClient()
  const options = () => artistPortfolioQuery(workspace().id, props.artist.id)
  const query = useQuery(options)
  const items = () => dataOf(query)
  const owner = () => ({ kind: 'artist', id: props.artist.id }) as const
  const refresh = () => client.invalidateQueries({ queryKey: options().queryKey })
  const mayChange = () => may('artists.write') && props.artist.erasedAt === null
  return (
    <PortfolioCard
      owner={owner()}
      title={words.title}
      say={words.ofStudioSay}
      mayChange={mayChange()}
      refresh={refresh}
    >
      <Switch fallback={<Skeleton label={words.title} rows={2} />}>
        <Match when={query.error && items() === undefined}>
          <ErrorCard
            what={words.title}
            error={asApiError(query.error)}
            isCard={false}
            onRetry={() => void query.refetch()}
          />
        </Match>
        <Match when={items()?.length === 0}>
          <p class="muted portfolio-say">{mayChange() ? words.noneMayAdd : words.noneOfStudio}</p>
        </Match>
        <Match when={mayChange() && items()}>
          {(found) => <EditableWorks owner={owner()} items={found()} queryKey={options().queryKey} />}
        </Match>
        <Match when={items()}>
          {(found) => (
            <PortfolioList
              items={found()}
              hrefOf={(item, part) => fileHref(workspace().id, owner(), item.id, part)}
            />
          )}
        </Match>
      </Switch>
    </PortfolioCard>
  )
}
