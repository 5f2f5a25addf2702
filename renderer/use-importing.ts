/** This hook keeps what is being imported, from the first file to the installed profile. Only the window knows of it. */
import { useCallback, useState } from 'react'
import type { ImportFormat } from '../helper/contract/import.ts'
import type { Reply, WindowFile, Words } from '../main/contract/bridge.ts'

export interface ImportSession {
  /** None yet: the page asks for them. */
  readonly files: readonly WindowFile[]
  /** Instead of the one that is recognised. */
  readonly format?: ImportFormat | undefined
  /** Instead of the one that the files give. */
  readonly name?: string | undefined
  /** To questions, by their id. */
  readonly answers: Readonly<Record<string, string>>
  /** Why the files that came last could not be taken. */
  readonly words?: Words | undefined
}

export interface Importing {
  readonly session: ImportSession | undefined
  /** Opens the page that asks for files, or what is being imported already: a new value, so that it is looked at. */
  begin(): void
  /** Adds files, those of the same name anew: what was asked for may come later. */
  take(files: Reply<readonly WindowFile[]>): void
  change(part: Partial<Pick<ImportSession, 'format' | 'name'>>): void
  answer(id: string, text: string): void
  end(): void
}

const empty: ImportSession = { files: [], answers: {} }

export function useImporting(): Importing {
  const [session, setSession] = useState<ImportSession>()
  return {
    session,
    begin: useCallback(() => setSession((known = empty) => ({ ...known })), []),
    take: useCallback((reply) => setSession((known = empty) => taken(known, reply)), []),
    change: useCallback((part) => setSession((known) => known && { ...known, ...part }), []),
    answer: useCallback(
      (id, text) => setSession((known) => known && { ...known, answers: { ...known.answers, [id]: text } }),
      [],
    ),
    end: useCallback(() => setSession(undefined), []),
  }
}

function taken(session: ImportSession, reply: Reply<readonly WindowFile[]>): ImportSession {
  if (!reply.ok) return { ...session, words: reply.words }
  const names = new Set(reply.value.map(({ name }) => name))
  const files = [...session.files.filter(({ name }) => !names.has(name)), ...reply.value]
  return { ...session, files, words: undefined }
}
