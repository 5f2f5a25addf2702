/** Writes completion scripts from the table of verbs. Names of profiles are asked of the helper as one types. */
import type { Verb } from '../verb.ts'
import { bash } from './completion/bash.ts'
import { fish } from './completion/fish.ts'
import { zsh } from './completion/zsh.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

const writers: Readonly<Record<Shell, (verbs: readonly Verb[]) => string>> = { bash, zsh, fish }

export const completionScript = (shell: Shell, verbs: readonly Verb[]): string => writers[shell](verbs)
