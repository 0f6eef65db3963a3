import { z } from 'zod'
import { defineEvent } from './define.ts'

export const workspaceProvisioned = defineEvent('workspace.provisioned', 1, z.object({ name: z.string() }))
export const workspaceChanged = defineEvent('workspace.changed', 1, z.object({ fields: z.array(z.string()) }))
