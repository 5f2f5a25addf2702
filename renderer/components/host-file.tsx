/** This part shows what the gateway of a tinc network needs of this laptop, to be handed over: its host file, with the public key. */
import { useEffect, useState } from 'react'
import type { HostFile as File } from '../../helper/contract/requests.ts'
import { bridge } from '../bridge.ts'
import { useCopy } from './copy-button.tsx'
import { Icon } from './icon.tsx'

export function HostFile({ profile }: { readonly profile: string }) {
  const [file, setFile] = useState<File>()
  useEffect(() => {
    let wanted = true
    void bridge.call('hostFile', { profile }).then((reply) => {
      if (wanted && reply.ok && reply.value) setFile(reply.value)
    })
    return () => {
      wanted = false
    }
  }, [profile])
  return file ? <Shown file={file} /> : null
}

function Shown({ file: { name, content } }: { readonly file: File }) {
  const [copied, copy] = useCopy(content)
  return (
    <section className="host-file" aria-label="For the gateway">
      <div>
        <h2>For the gateway</h2>
        <button type="button" className="btn btn-s" onClick={copy}>
          <Icon name={copied ? 'check' : 'copy'} />
          Copy {name}
        </button>
      </div>
      <p>
        It lets this laptop in when this stands as <span className="mono">{name}</span> in its own network’s folder.
        Nothing in it is secret.
      </p>
      <textarea className="mono" aria-label={name} readOnly rows={6} spellCheck={false} value={content} />
    </section>
  )
}
