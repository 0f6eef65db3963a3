import { type JSX, Show } from 'solid-js'
import { Notice } from '../../ui/States.tsx'
import { authText } from './text.ts'

const problems: Readonly<Record<string, string>> = authText.problems

/** Why a sign-in at a provider came to nothing; the code stands in the address it came back to. */
export function LoginProblem(props: { code: unknown }): JSX.Element {
  const sentence = () =>
    typeof props.code === 'string' && Object.hasOwn(problems, props.code) ? problems[props.code] : undefined
  return (
    <Show when={sentence()}>
      {(text) => (
        <Notice tone="neg" isAlert>
          {text()}
        </Notice>
      )}
    </Show>
  )
}
