/** This part begins an import: files are dropped, chosen or pasted. */
import { useId, useState } from 'react'
import { bridge } from '../bridge.ts'
import { textFile } from '../read-dropped.ts'
import type { Importing } from '../use-importing.ts'
import { Icon } from './icon.tsx'

export function ImportStart({ importing }: { readonly importing: Importing }) {
  const { session, take, end } = importing
  const [text, setText] = useState('')
  const id = useId()
  const pick = async (what: 'files' | 'folder') => {
    const reply = await bridge.call('pickFiles', { what })
    if (!reply.ok || reply.value.length > 0) take(reply)
  }
  return (
    <>
      <div className="dt-h">
        <div>
          <h1>Import a profile</h1>
          <p>From what you have: strongSwan, OpenVPN, tinc, NetworkManager, Apple, setkey, or a profile of Roam6.</p>
        </div>
      </div>
      <div className="imp-start">
        <section className="drop-zone" aria-label="Files">
          <Icon name="file" />
          <p>Drop files or a folder anywhere on this window, with certificates, keys and scripts beside them.</p>
          <div className="btns">
            <button type="button" className="btn" onClick={() => void pick('files')}>
              Choose files…
            </button>
            <button type="button" className="btn" onClick={() => void pick('folder')}>
              Choose a folder…
            </button>
          </div>
        </section>
        <label htmlFor={id}>Or paste the text of a configuration</label>
        <textarea
          id={id}
          className="mono"
          rows={7}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <div className="btns">
          <button
            type="button"
            className="btn"
            aria-disabled={text.trim() === ''}
            onClick={() => text.trim() !== '' && take({ ok: true, value: [textFile(text)] })}
          >
            Read the text
          </button>
        </div>
        {session?.words && (
          <p className="remark t-fail" role="alert">
            <Icon name="fail" />
            <span>{session.words.message}</span>
          </p>
        )}
      </div>
      <footer className="sheet-foot">
        <p>Nothing in a file is run, and nothing is installed by reading.</p>
        <button type="button" className="btn btn-q" onClick={end}>
          Cancel
        </button>
      </footer>
    </>
  )
}
