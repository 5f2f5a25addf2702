/** This part scrolls. Where there is something to scroll, the keyboard can reach it. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const outer = useRef<HTMLElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)
  useLayoutEffect(() => {
    const measure = () => {
      const box = outer.current
      if (box) setOverflows(box.scrollHeight > box.clientHeight + 1)
    }
    const observer = new ResizeObserver(measure)
    for (const element of [outer.current, inner.current]) if (element) observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])
  return (
    <section ref={outer} className="body" aria-label={label} {...(overflows ? { tabIndex: 0 } : {})}>
      <div ref={inner}>{children}</div>
    </section>
  )
}
