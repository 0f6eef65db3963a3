import { createSignal, type JSX, Show } from 'solid-js'
import { TextField } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { industryOptions, isListedIndustry, OTHER_INDUSTRY } from './choices.ts'
import { workspaceText } from './text.ts'

/** An industry of the list, or another one in own words. Null when none is given. */
export function IndustryField(props: {
  value: string | null
  onChange: (industry: string | null) => void
  error?: string | null
}): JSX.Element {
  // Whether another one is being typed is no value of the form: it may still be empty.
  const [isOther, setOther] = createSignal(props.value !== null && !isListedIndustry(props.value))
  return (
    <>
      <Select
        id="industry"
        label={workspaceText.industry}
        isOptional
        options={industryOptions}
        placeholder={workspaceText.choose}
        value={isOther() ? OTHER_INDUSTRY : props.value}
        onChange={(industry) => {
          setOther(industry === OTHER_INDUSTRY)
          props.onChange(industry === OTHER_INDUSTRY ? null : industry)
        }}
        error={isOther() ? null : props.error}
      />
      <Show when={isOther()}>
        <TextField
          id="otherIndustry"
          label={workspaceText.otherIndustry}
          value={props.value ?? ''}
          onInput={(industry) => props.onChange(industry.trim() === '' ? null : industry)}
          error={props.error}
        />
      </Show>
    </>
  )
}
