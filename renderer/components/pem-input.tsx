/** This part takes a certificate or a key: pasted, or out of a file that the person chooses. */
import { useState } from 'react'
import type { Words } from '../../main/contract/bridge.ts'
import { bridge } from '../bridge.ts'
import type { ControlIds } from './control.tsx'
import { Icon } from './icon.tsx'

export interface PemInputProps {
  readonly ids: ControlIds
  readonly value: string
  readonly label: string
  readonly change: (text: string) => void
}

export function PemInput({ ids, value, label, change }: PemInputProps) {
  const [words, setWords] = useState<Words>()
  const pick = async () => {
    const reply = await bridge.call('pickFiles', { what: 'pem' })
    if (!reply.ok) return setWords(reply.words)
    const [file] = reply.value
    if (!file) return
    const text = textOf(file.bytes)
    setWords(text === undefined ? { message: `${file.name} is no text. A PEM file is wanted.` } : undefined)
    if (text !== undefined) change(text)
  }
  return (
    <>
      <textarea
        {...ids}
        className="mono"
        rows={3}
        spellCheck={false}
        autoComplete="off"
        placeholder="-----BEGIN …"
        value={value}
        onChange={({ target }) => change(target.value)}
      />
      <button type="button" className="btn btn-s" aria-label={`Choose a file: ${label}`} onClick={() => void pick()}>
        <Icon name="file" />
        Choose a file…
      </button>
      {words && (
        <p className="remark t-fail" role="alert">
          <Icon name="fail" />
          <span>{words.message}</span>
        </p>
      )}
    </>
  )
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
