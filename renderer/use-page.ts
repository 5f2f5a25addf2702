/** Which page is shown: asked for within the window, or by the tray. */
import { useCallback, useEffect, useState } from 'react'
import type { Page } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'

const known: readonly Page[] = ['overview', 'test', 'profiles', 'settings', 'log']

/** The window is opened on a page by the address' fragment. */
const first = (): Page => known.find((page) => page === location.hash.slice(1)) ?? 'overview'

export function usePage(): readonly [Page, (page: Page) => void] {
  const [page, setPage] = useState(first)
  useEffect(() => bridge.on('page', setPage), [])
  useEffect(() => void bridge.call('pageShown', { page }), [page])
  return [page, useCallback((next: Page) => setPage(next), [])]
}
