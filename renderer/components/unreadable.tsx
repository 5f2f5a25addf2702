/** This part tells of a file among the installed profiles that is not understood: what is wrong with it, and what can be done. */
import { useState } from 'react'
import type { UnreadableProfile } from '../../helper/contract/profile.ts'
import type { Words } from '../../main/contract/bridge.ts'
import { unreadableWords } from '../../main/contract/words/profile.ts'
import { bridge } from '../bridge.ts'
import { useAnnounce } from './announcer.tsx'
import { Confirm } from './confirm.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'

export interface UnreadableProps {
  readonly one: UnreadableProfile
  readonly importAgain: () => void
}

export function Unreadable({ one, importAgain }: UnreadableProps) {
  const { name, file } = one
  const { message } = unreadableWords(one)
  const [asked, setAsked] = useState(false)
  const [words, setWords] = useState<Words>()
  const announce = useAnnounce()
  const remove = async (profile: string) => {
    const reply = await bridge.call('removeProfile', { profile })
    if (reply.ok) announce(`Removed ${profile}`)
    else setWords(reply.words)
  }
  return (
    <section className="wbox unread" role="alert" aria-label={name ?? 'A profile'}>
      <Icon name="warn" />
      <b>{message}</b>
      <p>
        It is left as it is, and root can read it: <span className="mono src">{file}</span>{' '}
        <CopyButton text={file} label="Copy the file’s place" />
      </p>
      {words && (
        <p>
          {words.message} {words.remedy}
        </p>
      )}
      <div className="btns">
        <button type="button" className="btn btn-s" onClick={importAgain}>
          Import again…
        </button>
        {name !== null && (
          <button type="button" className="btn btn-s" onClick={() => setAsked(true)}>
            Remove…
          </button>
        )}
      </div>
      {asked && name !== null && (
        <Confirm
          question={`Remove ${name}?`}
          consequence="The file goes, with the keys that are in it."
          yes="Remove"
          answer={(yes) => {
            setAsked(false)
            if (yes) void remove(name)
          }}
        />
      )}
    </section>
  )
}
