import type { AppState, Page } from '../../main/contract/bridge.ts'
import type { Importing } from '../use-importing.ts'
import type { Leaving } from '../use-leaving.ts'
import type { Making } from '../use-making.ts'

export interface PageProps {
  readonly state: AppState
  readonly open: (page: Page) => void
  readonly hold: Leaving['hold']
  readonly importing: Importing
  readonly making: Making
}
