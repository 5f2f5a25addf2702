/** This part shows one profile as sentences, and what can be done with it. */
import { useEffect, useState } from 'react'
import type { Profile, ProfileSummary } from '../../helper/contract/profile.ts'
import type { AppState, Reply, Words } from '../../main/contract/bridge.ts'
import { profileRows, profileState } from '../../main/contract/words/profile-page.ts'
import { bridge } from '../bridge.ts'
import { useNow } from '../use-now.ts'
import { useProfileFacts } from '../use-profile-facts.ts'
import { useAnnounce } from './announcer.tsx'
import { Confirm } from './confirm.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { HostFile } from './host-file.tsx'
import { Icon } from './icon.tsx'
import { LastError } from './last-error.tsx'
import { Menu } from './menu.tsx'
import { NameDialog } from './name-dialog.tsx'
import { ProfileRows } from './profile-rows.tsx'
import { type Start, StartChoice } from './start-choice.tsx'

export interface ProfileDetailProps {
  readonly state: Pick<AppState, 'profiles' | 'snapshot' | 'lastError'>
  readonly profile: ProfileSummary
  /** Connected, or on the way there. */
  readonly inUse: boolean
  readonly edit: (profile: Profile) => void
  readonly removed: () => void
  /** What home must have. */
  readonly showGateway: () => void
  /** Another profile is there that this one became, or was copied to. */
  readonly show: (name: string) => void
}

type Asked = 'remove' | 'export' | 'rename' | 'duplicate' | 'reconnect'

export function ProfileDetail({ state, profile, inUse, edit, removed, showGateway, show }: ProfileDetailProps) {
  const { name } = profile
  const [asked, setAsked] = useState<Asked>()
  const [words, setWords] = useState<Words>()
  const announce = useAnnounce()
  const facts = useProfileFacts(profile)
  const now = useNow(inUse ? 1_000 : 60_000)
  const snapshot = inUse ? state.snapshot : null
  const taken = state.profiles.map((other) => other.name)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F2' || document.querySelector('dialog[open]')) return
      event.preventDefault()
      setAsked('rename')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  /** Says what could not be done; what was done is announced. */
  const settle = (reply: Reply<unknown>, said: string): boolean => {
    if (reply.ok) announce(said)
    else setWords(reply.words)
    return reply.ok
  }
  const open = async () => {
    setWords(undefined)
    const reply = await bridge.call('profileValue', { profile: name })
    if (!reply.ok) setWords(reply.words)
    else if (reply.value) edit(reply.value)
  }
  const remove = async () => {
    if (settle(await bridge.call('removeProfile', { profile: name }), `Removed ${name}`)) removed()
  }
  const save = async (secrets: boolean) => {
    const reply = await bridge.call('exportProfile', { profile: name, secrets })
    if (!reply.ok) return setWords(reply.words)
    if (reply.value.saved) announce(`Exported ${name}`)
  }
  const duplicate = async (other: string) => {
    const reply = await bridge.call('duplicateProfile', { profile: name, name: other })
    if (settle(reply, `${other} is a copy of ${name}`)) show(other)
  }
  const rename = async (other: string) => {
    if (other === name) return
    const reply = await bridge.call('renameProfile', { profile: name, name: other })
    if (settle(reply, `${name} is called ${other} now`)) show(other)
  }
  const changeStart = async (start: Start) => {
    const reply = await bridge.call('changeStart', { profile: name, start })
    settle(reply, start === 'login' ? `${name} starts at login` : `${name} starts by hand`)
  }
  const connect = async () => {
    await bridge.call('chooseProfile', { profile: name })
    // Where another home was connected, choosing has reconnected already.
    if (state.snapshot?.intent !== 'up') await bridge.call('connect', {})
  }
  const other = state.snapshot?.intent === 'up' && !inUse ? state.snapshot.profile : null
  const answered = (go: () => Promise<void>) => (yes: boolean) => {
    setAsked(undefined)
    if (yes) void go()
  }
  const named = (go: (to: string) => Promise<void>) => (to: string | undefined) => {
    setAsked(undefined)
    if (to !== undefined) void go(to)
  }
  return (
    <>
      <div className="dt-h">
        <div>
          <div className="ttl">
            <h1>{name}</h1>
            <button type="button" className="ib" aria-label="Rename…" onClick={() => setAsked('rename')}>
              <Icon name="pen" />
            </button>
          </div>
          <p>{profileState(snapshot, now)}</p>
        </div>
        <div className="btns">
          <button type="button" className="btn" onClick={() => setAsked('duplicate')}>
            Duplicate…
          </button>
          <button type="button" className="btn" onClick={() => void open()}>
            Edit…
          </button>
          {inUse ? (
            <button type="button" className="btn" onClick={() => void bridge.call('disconnect', {})}>
              Disconnect
            </button>
          ) : (
            <button
              type="button"
              className="btn btn-p"
              onClick={() => (other === null ? void connect() : setAsked('reconnect'))}
            >
              Connect
            </button>
          )}
          <Menu
            icon="dots"
            label="More"
            name={name}
            sections={[
              [
                { label: 'Rename…', hint: 'F2', choose: () => setAsked('rename') },
                { label: 'What home must have', choose: showGateway },
                { label: 'Export…', choose: () => setAsked('export') },
              ],
              [{ label: 'Remove…', choose: () => setAsked('remove') }],
            ]}
          />
        </div>
      </div>
      <LastError words={words} dismiss={() => setWords(undefined)} />
      <LastError words={state.lastError} dismiss={() => void bridge.call('dismissLastError', {})} />
      <p className="to-gateway">
        The gateway must know this profile, too.{' '}
        <button type="button" className="link" onClick={showGateway}>
          What home must have
        </button>
      </p>
      {facts !== undefined && (
        <ProfileRows
          rows={profileRows(profile, facts, snapshot, state.snapshot?.lastSession, now)}
          controls={{ Start: <StartChoice start={profile.start} choose={(start) => void changeStart(start)} /> }}
        />
      )}
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
          answer={answered(remove)}
        />
      )}
      {asked === 'reconnect' && (
        <Confirm
          question={`Connect to ${name} instead?`}
          consequence={`${other} is disconnected first.`}
          yes="Reconnect"
          answer={answered(connect)}
        />
      )}
      {asked === 'rename' && (
        <NameDialog
          question={`Rename ${name}`}
          yes={inUse ? 'Disconnect and rename' : 'Rename'}
          suggested={name}
          taken={taken.filter((one) => one !== name)}
          consequence={
            inUse
              ? 'It is disconnected first, and connected again under its new name: what is open to home is cut.'
              : undefined
          }
          answer={named(rename)}
        />
      )}
      {asked === 'duplicate' && (
        <NameDialog
          question={`Duplicate ${name}`}
          yes="Duplicate"
          suggested={freeName(name, taken)}
          taken={taken}
          consequence="The copy has the same keys. Change its gateway or its layers by Edit."
          answer={named(duplicate)}
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

/** "Home lab 2", or the first number that is free. */
function freeName(name: string, taken: readonly string[]): string {
  let number = 2
  while (taken.includes(`${name} ${number}`)) number++
  return `${name} ${number}`
}
