import './gallery.css'
import { For, type JSX } from 'solid-js'
import { setTheme, themeShown } from '../../lib/theme.ts'
import { Mark } from '../../ui/Mark.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { ControlSpecs } from './ControlSpecs.tsx'
import { GanttSpecs } from './GanttSpecs.tsx'
import { NumberSpecs } from './NumberSpecs.tsx'
import { StateSpecs } from './StateSpecs.tsx'
import { TimelineSpecs } from './TimelineSpecs.tsx'

const swatches = [
  'bg',
  'surface',
  'raised',
  'sunken',
  'ink',
  'muted',
  'subtle',
  'line',
  'control',
  'accent',
  'accent-soft',
  'pos',
  'pos-soft',
  'neg',
  'neg-soft',
  'warn',
  'warn-soft',
  'info',
  'info-soft',
  's1',
  's2',
  's3',
  's4',
  's5',
  's6',
  's7',
  's8',
]

/** Every part in every state, for looking and for the screenshot comparison. Present on a developer's machine only. */
export default function GalleryPage(): JSX.Element {
  document.title = 'Gallery – Orrery'
  return (
    <main class="page gallery" id="main">
      <div class="head">
        <div class="row">
          <Mark />
          <h1 tabindex="-1">Gallery</h1>
        </div>
        <div class="tools">
          <Segmented
            label="Theme"
            options={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
            value={themeShown()}
            onChange={setTheme}
          />
        </div>
      </div>
      <section class="spec">
        <h2>Tokens</h2>
        <ul class="swatches">
          <For each={swatches}>
            {(name) => (
              <li>
                <span class="chipbox" style={{ background: `var(--${name})` }} />
                <span class="cap">{name}</span>
              </li>
            )}
          </For>
        </ul>
      </section>
      <ControlSpecs />
      <NumberSpecs />
      <StateSpecs />
      <TimelineSpecs />
      <GanttSpecs />
    </main>
  )
}
