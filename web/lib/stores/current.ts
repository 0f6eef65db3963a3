import { createSignal } from 'solid-js'

/** The workspace this tab looks at: set by the shell from the address, read by every call and every query key. */
const [currentWorkspaceId, setCurrentWorkspaceId] = createSignal<string | null>(null)

export { currentWorkspaceId, setCurrentWorkspaceId }
