import type { AppState, Page } from '../../main/contract/bridge.ts'

export interface PageProps {
  readonly state: AppState
  readonly open: (page: Page) => void
}
