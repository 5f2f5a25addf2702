/** This button copies a text; its icon is a tick for as long as one looks. */
import { useEffect, useState } from 'react'
import { bridge } from '../bridge.ts'
import { useAnnounce } from './announcer.tsx'
import { Icon } from './icon.tsx'

const tickMs = 1_500

export function useCopy(text: string): readonly [copied: boolean, copy: () => void] {
  const [copied, setCopied] = useState(false)
  const announce = useAnnounce()
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), tickMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    void bridge.call('copy', { text })
    setCopied(true)
    announce('Copied')
  }
  return [copied, copy]
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, copy] = useCopy(text)
  return (
    <button type="button" className="ib" aria-label={label} onClick={copy}>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  )
}
