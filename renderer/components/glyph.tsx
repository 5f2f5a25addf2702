/** This part draws the shapes of the state, the same as in the tray. */
import type { ReactNode } from 'react'
import type { Face } from '../../main/contract/words/state.ts'

const house = 'M4 9.3 11 3.4l7 5.9V18a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1z'
const portal =
  'M10.36 2.63a1 1 0 0 1 1.28 0l7 5.9A1 1 0 0 1 19 9.3V18a2 2 0 0 1-2 2h-2.6v-5.6a3.4 3.4 0 0 0-6.8 0V20H5a2 2 0 0 1-2-2V9.3a1 1 0 0 1 .36-.77z'
const exclamation =
  'M10.36 2.63a1 1 0 0 1 1.28 0l7 5.9A1 1 0 0 1 19 9.3V18a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V9.3a1 1 0 0 1 .36-.77zM9.4 7h3.2v6.6H9.4zm0 8.2h3.2v3H9.4z'

const outline = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinejoin: 'round' } as const
const strokes = { ...outline, strokeWidth: 2.4, strokeLinecap: 'round' } as const

/** Beside the states: a verdict of the test alone, and what only the person can go on with. */
export type Shape = Face | 'unproved' | 'needs-you'

const shapes: Readonly<Record<Shape, ReactNode>> = {
  off: <path d={house} {...outline} />,
  connecting: (
    <>
      <path d="M3 10.2 11 3.5l8 6.7" {...strokes} />
      <circle cx="4.6" cy="17" r="1.9" fill="currentColor" />
      <circle cx="11" cy="17" r="1.9" fill="currentColor" />
      <circle cx="17.4" cy="17" r="1.9" fill="currentColor" />
    </>
  ),
  connected: <path d={portal} fill="currentColor" fillRule="evenodd" />,
  'at-home': (
    <>
      <path d={house} {...outline} />
      <circle cx="11" cy="13" r="3.2" fill="currentColor" />
    </>
  ),
  attention: <path d={exclamation} fill="currentColor" fillRule="evenodd" />,
  offline: (
    <>
      <path d="M3 10.2 11 3.5l8 6.7" {...strokes} />
      <path d="M5 17h12" {...strokes} strokeWidth={2.8} />
    </>
  ),
  'needs-you': (
    <>
      <path d="M3 9 11 2.6 19 9" {...strokes} />
      <path d="M11 10.2v5.2" {...strokes} strokeWidth={2.8} />
      <path d="M11 18.9v.1" {...strokes} strokeWidth={3} />
    </>
  ),
  unproved: (
    <>
      <path d={house} {...outline} />
      <path
        d="M9.2 10.9a1.9 1.9 0 1 1 2.9 1.6c-.8.5-1.1.8-1.1 1.6"
        {...outline}
        strokeWidth={1.6}
        strokeLinecap="round"
      />
      <circle cx="11" cy="16.4" r="1.05" fill="currentColor" />
    </>
  ),
  failed: <path d="M3 9.4 11 2.8l8 6.6M7.2 11.8l7.6 7.6m0-7.6-7.6 7.6" {...strokes} />,
}

/** The tokens that go with each: hue is for outcomes. */
export const shapeClass: Readonly<Record<Shape, string>> = {
  off: 's-idle',
  connecting: 's-idle',
  connected: 's-ok',
  'at-home': 's-home',
  attention: 's-warn',
  failed: 's-fail',
  offline: 's-idle',
  'needs-you': 's-warn',
  unproved: 's-idle',
}

export function Glyph({ face, className = 'glyph' }: { readonly face: Shape; readonly className?: string }) {
  return (
    <svg
      className={`${className}${face === 'connecting' ? ' dots' : ''}`}
      viewBox="0 0 22 22"
      aria-hidden="true"
      data-face={face}
    >
      {shapes[face]}
    </svg>
  )
}
