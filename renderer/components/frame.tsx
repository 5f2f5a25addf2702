/**
 * This part is a page in its window, with the window's own title bar: the design has no other frame. The bar stands at the top and comes
 * last for the keyboard: what the page is about comes first.
 */
import type { ReactNode } from 'react'
import { bridge } from '../bridge.ts'
import { Glyph } from './glyph.tsx'
import { Icon } from './icon.tsx'

export interface FrameProps {
  readonly title: string
  readonly subtitle?: string | undefined
  /** The tokens of a state, for pages that have one. */
  readonly tone?: string
  /** Whether closing leaves a way back in the tray. */
  readonly tray: boolean
  /** Leads back to the overview; the overview itself has none. */
  readonly back?: () => void
  readonly menu?: ReactNode
  readonly children: ReactNode
}

export function Frame({ title, subtitle, tone = '', tray, back, menu, children }: FrameProps) {
  return (
    <article className={`win ${tone}`} aria-label={title}>
      {children}
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
        <span className="bar-actions">
          {menu}
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
      </header>
    </article>
  )
}
