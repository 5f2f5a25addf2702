/** One profile as sentences, and what can be done with it. */
import { useState } from 'react'
import type { Profile, ProfileSummary } from '../../helper/contract/profile.ts'
import type { Words } from '../../main/contract/bridge.ts'
import { purposeOf, scopeOf } from '../../main/contract/words/addresses.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { bridge } from '../bridge.ts'
import { useAnnounce } from './announcer.tsx'
import { Confirm } from './confirm.tsx'
import { Dialog } from './dialog.tsx'
import { HostFile } from './host-file.tsx'
import { Icon } from './icon.tsx'
import { LastError } from './last-error.tsx'

const starts: Readonly<Record<ProfileSummary['start'], string>> = {
  login: 'At login',
  demand: 'On demand',
  manual: 'By hand',
}

export interface ProfileDetailProps {
  readonly profile: ProfileSummary
  /** Connected, or on the way there. */
  readonly inUse: boolean
  readonly edit: (profile: Profile) => void
  readonly removed: () => void
}

export function ProfileDetail({ profile, inUse, edit, removed }: ProfileDetailProps) {
  const { name } = profile
  const [asked, setAsked] = useState<'remove' | 'export'>()
  const [words, setWords] = useState<Words>()
  const announce = useAnnounce()

  const open = async () => {
    setWords(undefined)
    const reply = await bridge.call('profileValue', { profile: name })
    if (!reply.ok) setWords(reply.words)
    else if (reply.value) edit(reply.value)
  }
  const remove = async () => {
    const reply = await bridge.call('removeProfile', { profile: name })
    if (!reply.ok) return setWords(reply.words)
    announce(`Removed ${name}`)
    removed()
  }
  const save = async (secrets: boolean) => {
    const reply = await bridge.call('exportProfile', { profile: name, secrets })
    if (!reply.ok) return setWords(reply.words)
    if (reply.value.saved) announce(`Exported ${name}`)
  }
  return (
    <>
      <div className="dt-h">
        <div>
          <h1>{name}</h1>
          <p>{inUse ? 'In use now.' : 'Connecting needs no password.'}</p>
        </div>
        <div className="btns">
          <button type="button" className="btn" onClick={() => void open()}>
            <Icon name="lock" />
            Edit…
          </button>
          <button type="button" className="btn" onClick={() => setAsked('export')}>
            Export…
          </button>
          <button type="button" className="btn" onClick={() => setAsked('remove')}>
            <Icon name="lock" />
            Remove…
          </button>
        </div>
      </div>
      <LastError words={words} dismiss={() => setWords(undefined)} />
      <Facts profile={profile} />
      {profile.layers.includes('tinc') && <HostFile profile={name} />}
      {asked === 'remove' && (
        <Confirm
          question={`Remove ${name}?`}
          consequence={
            inUse
              ? 'It is disconnected first. Its keys are gone afterwards, unless you have a copy.'
              : 'Its keys are gone afterwards, unless you have a copy.'
          }
          yes={inUse ? 'Disconnect and remove' : 'Remove'}
          answer={(yes) => {
            setAsked(undefined)
            if (yes) void remove()
          }}
        />
      )}
      {asked === 'export' && (
        <ExportDialog
          name={name}
          answer={(secrets) => {
            setAsked(undefined)
            if (secrets !== undefined) void save(secrets)
          }}
        />
      )}
    </>
  )
}

function Facts({ profile }: { readonly profile: ProfileSummary }) {
  const { gateway, layers, prefixes, addresses, start, expectedMtu } = profile
  // Whether a public address reaches beyond home, only the routes of a tunnel can tell.
  const surroundings = { internet: false, overlay: layers.includes('gre') }
  return (
    <dl className="facts">
      <div>
        <dt>Way</dt>
        <dd>
          {stackName(layers)} to {gateway}
        </dd>
      </div>
      <div>
        <dt>Home</dt>
        <dd className="pair">
          {prefixes.map((prefix) => [
            <span key={prefix} className="mono">
              {prefix}
            </span>,
            <span key={`${prefix} is`}>never leaves in clear</span>,
          ])}
        </dd>
      </div>
      <div>
        <dt>Addresses</dt>
        <dd className="pair">
          {addresses.map((address) => [
            <span key={address} className="mono">
              {address}
            </span>,
            <span key={`${address} is`}>{purposeOf(scopeOf(address), surroundings)}</span>,
          ])}
        </dd>
      </div>
      {expectedMtu !== null && (
        <div>
          <dt>Path MTU</dt>
          <dd>{expectedMtu} on a 1500 link</dd>
        </div>
      )}
      <div>
        <dt>Start</dt>
        <dd>{starts[start]}</dd>
      </div>
    </dl>
  )
}

const kinds = [
  { secrets: false, label: 'Without keys and secrets', says: 'To read or to show. It cannot be imported as it is.' },
  { secrets: true, label: 'Whole', says: 'With private keys and secrets in clear. Only an administrator may.' },
] as const

interface ExportDialogProps {
  readonly name: string
  /** Undefined where the person cancels. */
  readonly answer: (secrets: boolean | undefined) => void
}

function ExportDialog({ name, answer }: ExportDialogProps) {
  const [chosen, setChosen] = useState(false)
  return (
    <Dialog question={`Export ${name}`} yes="Export…" answer={(yes) => answer(yes ? chosen : undefined)}>
      <div role="radiogroup" aria-label="What to export">
        {kinds.map(({ secrets, label, says }) => (
          <label key={label} className="rad">
            <input type="radio" name="secrets" checked={chosen === secrets} onChange={() => setChosen(secrets)} />
            <span>
              {label}
              <small>{says}</small>
            </span>
          </label>
        ))}
      </div>
    </Dialog>
  )
}
