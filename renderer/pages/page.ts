import type { AppState, Page } from '../../main/contract/bridge.ts'
import type { Importing } from '../use-importing.ts'
import type { Making } from '../use-making.ts'

export interface PageProps {
  readonly state: AppState
  readonly open: (page: Page) => void
  readonly importing: Importing
  readonly making: Making
}
