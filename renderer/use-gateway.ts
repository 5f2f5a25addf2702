/** This hook asks the main process for what home must have, and asks again when the program or a value is another one. */
import { useEffect, useState } from 'react'
import type { GatewayChoice, GatewayView, Words } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'

/** Values are taken when one stops typing for so long (ms): what is half typed is neither right nor wrong. */
const settleMs = 300

export interface Gateway {
  /** Undefined until the first answer. */
  readonly view: GatewayView | undefined
  readonly words: Words | undefined
}

export function useGateway({ profile, kind, values }: GatewayChoice): Gateway {
  const [view, setView] = useState<GatewayView>()
  const [words, setWords] = useState<Words>()
  useEffect(() => {
    let isWanted = true
    const ask = async () => {
      const reply = await bridge.call('gateway', { profile, kind, values })
      if (!isWanted) return
      if (reply.ok) setView(reply.value)
      setWords(reply.ok ? undefined : reply.words)
    }
    const timer = setTimeout(() => void ask(), Object.keys(values).length === 0 ? 0 : settleMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [profile, kind, values])
  return { view, words }
}
