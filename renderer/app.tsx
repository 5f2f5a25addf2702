/** This component shows one page, with the state and what the pages share. */
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react'
import type { Reply, WindowFile } from '../main/contract/bridge.ts'
import { Announcer } from './components/announcer.tsx'
import { DropVeil } from './components/drop-veil.tsx'
import { About } from './pages/about.tsx'
import { Keys } from './pages/keys.tsx'
import { Log } from './pages/log.tsx'
import { NoHelper } from './pages/no-helper.tsx'
import { Overview } from './pages/overview.tsx'
import type { PageProps } from './pages/page.ts'
import { Settings } from './pages/settings.tsx'
import { TestPage } from './pages/test.tsx'
import { useAppState } from './use-app-state.ts'
import { useArrivals } from './use-arrivals.ts'
import { useImporting } from './use-importing.ts'
import { useKeys } from './use-keys.ts'
import { useLeaving } from './use-leaving.ts'
import { useMaking } from './use-making.ts'
import { usePage } from './use-page.ts'

/** With its forms and their schemas it is as large as all others together, and seldom seen. */
const Profiles = lazy(() => import('./pages/profiles.tsx').then(({ Profiles: page }) => ({ default: page })))

const pages = {
  overview: Overview,
  test: TestPage,
  profiles: Profiles,
  settings: Settings,
  log: Log,
  about: About,
  keys: Keys,
} as const

export function App() {
  const state = useAppState()
  const importing = useImporting()
  const making = useMaking()
  const { leave, hold } = useLeaving()
  const { take, begin } = importing
  const { end: stopMaking } = making
  // Whoever asks for an import asks no more which way is theirs.
  const beginImport = useCallback(() => {
    stopMaking()
    begin()
  }, [stopMaking, begin])
  const [page, open] = usePage(beginImport, leave)
  const main = useRef<HTMLElement>(null)
  const arrive = useCallback(
    (files: Reply<readonly WindowFile[]>) => {
      if (files.ok && files.value.length === 0) return
      stopMaking()
      take(files)
      open('profiles')
    },
    [stopMaking, take, open],
  )
  const isHeldOver = useArrivals(arrive)
  const openImport = useCallback(() => {
    beginImport()
    open('profiles')
  }, [beginImport, open])
  useKeys(open, openImport)

  // Another page is another place: keyboard and screen reader start at its top.
  const shown = useRef(page)
  useEffect(() => {
    if (shown.current === page) return
    shown.current = page
    main.current?.focus()
  }, [page])

  if (!state) return null
  const props: PageProps = { state, open, hold, importing, making }
  const Shown = page === 'overview' && state.helper.state !== 'running' ? NoHelper : pages[page]
  return (
    <Announcer>
      <main ref={main} tabIndex={-1}>
        <Suspense>
          <Shown {...props} />
        </Suspense>
      </main>
      {isHeldOver && <DropVeil />}
    </Announcer>
  )
}
