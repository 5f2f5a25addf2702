/** This part is a polite live region: "Copied" is heard, and not seen. */
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'

const Announce = createContext<(text: string) => void>(() => {})

export const useAnnounce = () => useContext(Announce)

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('')
  // The same words again are news only when the region was empty in between.
  const announce = useCallback((next: string) => {
    setText('')
    requestAnimationFrame(() => setText(next))
  }, [])
  return (
    <Announce value={announce}>
      {children}
      <div className="sr" aria-live="polite">
        {text}
      </div>
    </Announce>
  )
}
