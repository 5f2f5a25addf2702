/** This hook keeps which page is shown: asked for within the window, or by the tray. */
import { useCallback, useEffect, useState } from 'react'
import type { Page, Target } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'
import type { Leave } from './use-leaving.ts'

const known: readonly Target[] = ['overview', 'test', 'profiles', 'settings', 'log', 'about', 'keys', 'import']

/** The window is opened on a page by the address' fragment. */
const first = (): Target => known.find((target) => target === location.hash.slice(1)) ?? 'overview'
const pageOf = (target: Target): Page => (target === 'import' ? 'profiles' : target)

/**
 * @param beginImport for who asks for an import from outside
 * @param leave asks the page that is shown, before another one takes its place
 */
export function usePage(beginImport: () => void, leave: Leave): readonly [Page, (page: Page) => void] {
  const [page, setPage] = useState(() => pageOf(first()))
  useEffect(() => {
    if (first() === 'import') beginImport()
    return bridge.on('page', (target) => {
      if (target === 'import') beginImport()
      leave(() => setPage(pageOf(target)))
    })
  }, [beginImport, leave])
  useEffect(() => void bridge.call('pageShown', { page }), [page])
  return [page, useCallback((next: Page) => leave(() => setPage(next)), [leave])]
}
