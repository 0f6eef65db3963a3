import './portfolio.css'
import ExternalLink from 'lucide-solid/icons/external-link'
import FileText from 'lucide-solid/icons/file-text'
import ImageIcon from 'lucide-solid/icons/image'
import Play from 'lucide-solid/icons/play'
import Trash from 'lucide-solid/icons/trash'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { PortfolioFile, PortfolioItem, PortfolioLink } from '../../../contracts/portfolio.ts'
import { IconButton } from '../../ui/Button.tsx'
import { words } from './words.ts'

/** Works that somebody shows. Nothing is loaded from other sites: what is kept elsewhere is a link. */
export function PortfolioList(props: {
  items: readonly PortfolioItem[]
  hrefOf: (item: PortfolioFile, part: 'file' | 'thumbnail') => string
  onRemove?: (item: PortfolioItem) => void
}): JSX.Element {
  return (
    <ul class="portfolio">
      <For each={props.items}>
        {(item) => (
          <li>
            <Work item={item} hrefOf={props.hrefOf} />
            <div class="portfolio-name">
              <span>{item.title}</span>
              <Show when={props.onRemove}>
                {(remove) => (
                  <IconButton
                    icon={Trash}
                    size="sm"
                    label={words.remove(item.title)}
                    onClick={() => remove()(item)}
                  />
                )}
              </Show>
            </div>
          </li>
        )}
      </For>
    </ul>
  )
}

/** What is seen or heard of one item. */
export function Work(props: {
  item: PortfolioItem
  hrefOf: (item: PortfolioFile, part: 'file' | 'thumbnail') => string
}): JSX.Element {
  return (
    <div class="portfolio-work">
      {props.item.kind === 'link' ? (
        <LinkWork link={props.item} />
      ) : (
        <FileWork file={props.item} hrefOf={props.hrefOf} />
      )}
    </div>
  )
}

function LinkWork(props: { link: PortfolioLink }): JSX.Element {
  return (
    <a class="portfolio-plain" href={props.link.url} target="_blank" rel="noopener noreferrer">
      <Play />
      <span>
        {words.at(props.link.site)} <ExternalLink class="s" />
      </span>
    </a>
  )
}

function FileWork(props: {
  file: PortfolioFile
  hrefOf: (item: PortfolioFile, part: 'file' | 'thumbnail') => string
}): JSX.Element {
  const href = () => props.hrefOf(props.file, 'file')
  return (
    <Switch>
      <Match when={props.file.kind === 'image'}>
        <a href={href()} target="_blank" rel="noopener" aria-label={words.open(props.file.title)}>
          <Show
            when={props.file.hasThumbnail}
            fallback={
              <span class="portfolio-plain">
                <ImageIcon />
              </span>
            }
          >
            <img src={props.hrefOf(props.file, 'thumbnail')} alt="" loading="lazy" />
          </Show>
        </a>
      </Match>
      <Match when={props.file.kind === 'pdf'}>
        <a class="portfolio-plain" href={href()} aria-label={words.pdfOf(props.file.title)}>
          <FileText />
          <span>{words.pdf}</span>
        </a>
      </Match>
      <Match when={props.file.kind === 'audio'}>
        {/* biome-ignore lint/a11y/useMediaCaption: people put their own works in, and no words of them are kept here. */}
        <audio controls preload="none" src={href()} aria-label={props.file.title} />
      </Match>
      <Match when={props.file.kind === 'video'}>
        {/* biome-ignore lint/a11y/useMediaCaption: people put their own works in, and no words of them are kept here. */}
        <video controls preload="metadata" src={href()} aria-label={props.file.title} />
      </Match>
    </Switch>
  )
}
