/** This hook asks the helper what it says of a draft, again whenever the draft changes. Nothing is installed by asking. */
import { useEffect, useState } from 'react'
import type { ImportResult } from '../helper/contract/import.ts'
import type { ImportDraft, Words } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'

export interface DryRun {
  /** The last that was understood, also while a later one is asked about. */
  readonly result: ImportResult | undefined
  /** Why the last one was not. */
  readonly words: Words | undefined
  /** Whether this very draft still waits for its answer. */
  readonly asking: boolean
  /** Whether this very draft can be installed. */
  readonly whole: boolean
}

/** @param draft the same object for as long as nothing changed; undefined asks nothing */
export function useDryRun(draft: ImportDraft | undefined, delayMs: number): DryRun {
  const [told, setTold] = useState<{ draft?: ImportDraft; result?: ImportResult | undefined; words?: Words }>({})
  useEffect(() => {
    if (!draft) return
    let wanted = true
    const timer = setTimeout(async () => {
      const reply = await bridge.call('previewImport', draft)
      if (!wanted) return
      setTold((known) =>
        reply.ok ? { draft, result: reply.value } : { draft, result: known.result, words: reply.words },
      )
    }, delayMs)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [draft, delayMs])
  const { result, words } = told
  const asking = draft !== undefined && told.draft !== draft
  const whole = draft !== undefined && !asking && !words && result?.questions.length === 0
  return { result, words, asking, whole }
}
