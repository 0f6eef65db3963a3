import { For, type JSX } from 'solid-js'
import { text } from '../../lib/text.ts'
import { setTheme, type ThemeChoice, themeChoice } from '../../lib/theme.ts'
import { Card } from '../../ui/Card.tsx'
import { SettingsHead } from './SettingsHead.tsx'
import { settingsText } from './text.ts'

const choices: readonly ThemeChoice[] = ['system', 'light', 'dark']

/** How Orrery looks on this device. */
export default function AppearancePage(): JSX.Element {
  return (
    <>
      <SettingsHead title="Appearance" sub={settingsText.appearance.sub} />
      <Card title={settingsText.appearance.theme}>
        <fieldset>
          <legend class="sr">{settingsText.appearance.theme}</legend>
          <div class="themes">
            <For each={choices}>
              {(choice) => (
                <label class="opt theme-pick">
                  <input
                    class="sr"
                    type="radio"
                    name="theme"
                    checked={themeChoice() === choice}
                    onChange={() => setTheme(choice)}
                  />
                  <span class={`swatch ${choice}`} aria-hidden="true">
                    <span />
                    <span />
                    <span />
                  </span>
                  <span class="b">{text.theme[choice]}</span>
                </label>
              )}
            </For>
          </div>
        </fieldset>
        <p class="sm muted after">{settingsText.appearance.themeSay}</p>
      </Card>
    </>
  )
}
