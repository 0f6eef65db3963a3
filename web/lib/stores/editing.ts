import { createSignal } from 'solid-js'

/** Whether the record that is open is being changed by hand right now: others are told. */
const [isEditing, setEditing] = createSignal(false)

export { isEditing, setEditing }
