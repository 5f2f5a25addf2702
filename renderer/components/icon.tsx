/** This part draws the design's 16 px icons in the colour of the text. They are decoration: the words stand beside them. */
import type { ReactNode } from 'react'

const shapes = {
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.75" />
      <path d="M10.5 5.5v-1A1.75 1.75 0 0 0 8.75 2.75h-4.5A1.75 1.75 0 0 0 2.5 4.5V9a1.5 1.5 0 0 0 1.5 1.5h1.5" />
    </>
  ),
  check: <path d="m3.25 8.5 3.1 3.1 6.4-7" />,
  cross: <path d="m4 4 8 8m0-8-8 8" />,
  fail: (
    <>
      <path d="M5.3 1.75h5.4l3.55 3.55v5.4l-3.55 3.55H5.3L1.75 10.7V5.3z" fill="currentColor" />
      <path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" stroke="var(--surface)" strokeWidth="1.6" />
    </>
  ),
  warn: (
    <>
      <path d="M8 2.5 14.2 13.2H1.8z" />
      <path d="M8 6.6v3" />
      <path d="M8 11.4v.05" strokeWidth="1.7" />
    </>
  ),
  skip: (
    <>
      <circle cx="8" cy="8" r="5.75" strokeDasharray="2.2 2.3" />
      <path d="M5.75 8h4.5" />
    </>
  ),
  ask: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M6.6 6.6a1.45 1.45 0 1 1 2.2 1.25c-.6.4-.8.6-.8 1.15" />
      <path d="M8 10.9v.05" strokeWidth="1.7" />
    </>
  ),
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  up: <path d="m4.5 9.5 3.5-3.5 3.5 3.5" />,
  right: <path d="m6.25 4 4 4-4 4" />,
  back: <path d="M13 8H3.25M7 4 3 8l4 4" />,
  menu: <path d="M2.75 4.75h10.5M2.75 8h10.5M2.75 11.25h10.5" />,
  min: <path d="M4 11.5h8" />,
  redo: <path d="M13 8a5 5 0 1 1-1.5-3.55L13 6M13 2.75V6H9.75" />,
  lock: (
    <>
      <rect x="3.25" y="7" width="9.5" height="6.5" rx="1.5" />
      <path d="M5.25 7V5.25a2.75 2.75 0 0 1 5.5 0V7" />
    </>
  ),
  file: <path d="M4 2.25h5L12.5 5.7v7.05a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V3.25a1 1 0 0 1 1-1zM8.9 2.4v3.4h3.4" />,
  link: (
    <>
      <path d="M1.9 6.4a8.7 8.7 0 0 1 12.2 0M4.2 8.9a5.4 5.4 0 0 1 7.6 0" />
      <circle cx="8" cy="11.9" r="1.1" fill="currentColor" stroke="none" />
    </>
  ),
  minus: <path d="M3.25 8h9.5" />,
  plus: <path d="M8 3.25v9.5M3.25 8h9.5" />,
  pen: <path d="m3 13 .7-3 6.9-6.9a1.4 1.4 0 0 1 2 0l.3.3a1.4 1.4 0 0 1 0 2L6 12.3zM9.4 4.4l2.2 2.2" />,
  dots: (
    <>
      <circle cx="3.5" cy="8" r="1.25" fill="currentColor" stroke="none" />
      <circle cx="8" cy="8" r="1.25" fill="currentColor" stroke="none" />
      <circle cx="12.5" cy="8" r="1.25" fill="currentColor" stroke="none" />
    </>
  ),
  save: <path d="M8 2.5v7.25m-3-3 3 3 3-3M3 10.75v1.5a1.25 1.25 0 0 0 1.25 1.25h7.5A1.25 1.25 0 0 0 13 12.25v-1.5" />,
  dot: <circle cx="8" cy="8" r="3.25" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

export function Icon({ name, className = '' }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={`i ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[name]}
    </svg>
  )
}

/** Turns while something is under way. */
export function Spinner() {
  return (
    <svg className="i spin" viewBox="0 0 16 16" aria-hidden="true">
      <circle className="trk" cx="8" cy="8" r="5.75" />
      <path className="arc" d="M8 2.25A5.75 5.75 0 0 1 13.75 8" />
    </svg>
  )
}
