/** The window's own title bar: the design has no other frame. */
import type { ReactNode } from 'react'
import { bridge } from '../bridge.ts'
import { Glyph } from './glyph.tsx'
import { Icon } from './icon.tsx'

export interface TitleBarProps {
  readonly title: string
  readonly subtitle?: string | undefined
  /** Whether closing leaves a way back in the tray. Absent where the window's buttons stand elsewhere. */
  readonly tray?: boolean | undefined
  /** Leads back to the overview; the overview itself has none. */
  readonly back?: (() => void) | undefined
  /** Before the window's own buttons. */
  readonly children?: ReactNode
}

export function TitleBar({ title, subtitle, tray, back, children }: TitleBarProps) {
  return (
    <header className="bar">
      {back && (
        <button type="button" className="ib back" aria-label="Back" onClick={back}>
          <Icon name="back" />
        </button>
      )}
      <span className="brand">
        {!back && <Glyph face="connected" className="" />}
        {title}
      </span>
      {subtitle && <span className="sub">{subtitle}</span>}
      {tray !== undefined && <WindowButtons tray={tray}>{children}</WindowButtons>}
    </header>
  )
}

export function WindowButtons({ tray, children }: Pick<TitleBarProps, 'tray' | 'children'>) {
  return (
    <span className="bar-actions">
      {children}
      <button type="button" className="ib" aria-label="Minimise" onClick={() => void bridge.call('minimise', {})}>
        <Icon name="min" />
      </button>
      <button
        type="button"
        className="ib"
        aria-label={tray ? 'Close to tray' : 'Close to the task bar'}
        onClick={() => void bridge.call('closeWindow', {})}
      >
        <Icon name="cross" />
      </button>
    </span>
  )
}
