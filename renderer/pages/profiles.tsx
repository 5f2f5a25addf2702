/** This page shows the installed profiles, each as sentences, and what is being imported, made or edited. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { chosenProfile } from '../../main/contract/words/action.ts'
import { namesText } from '../../main/contract/words/import.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { Confirm } from '../components/confirm.tsx'
import { EditProfile } from '../components/edit-profile.tsx'
import { Frame } from '../components/frame.tsx'
import { Icon } from '../components/icon.tsx'
import { ImportPreview } from '../components/import-preview.tsx'
import { ImportStart } from '../components/import-start.tsx'
import { NewProfileForm } from '../components/new-profile-form.tsx'
import { ProfileDetail } from '../components/profile-detail.tsx'
import { type ListEntry, ProfilesList } from '../components/profiles-list.tsx'
import { Unreadable } from '../components/unreadable.tsx'
import { WhichWay } from '../components/which-way.tsx'
import type { Draft } from '../forms/field.ts'
import { startOf, type WayId } from '../forms/starts.ts'
import type { ImportSession } from '../use-importing.ts'
import { Gateway } from './gateway.tsx'
import { NoProfile } from './no-profile.tsx'
import type { PageProps } from './page.ts'

interface Editing {
  readonly profile: Draft
  /** Of one that is not installed yet. */
  readonly way?: WayId
}

export function Profiles({ state, open, hold, importing, making }: PageProps) {
  const { profiles, unreadable, snapshot } = state
  const { session } = importing
  const chosen = chosenProfile(state)
  const [selected, select] = useState(chosen?.name)
  const [edited, setEdited] = useState<Editing>()
  const { isChoosing: choosing, begin: choose, end: choseOrLeft } = making
  /** The import as it was when another profile was looked at: it goes on, and new files bring it back. */
  const [aside, setAside] = useState<ImportSession>()
  /** The profile whose gateway is looked at. */
  const [gatewayOf, setGatewayOf] = useState<string>()
  const [gone, setGone] = useState<string>()
  const isChanged = useRef(false)
  const setChanged = useCallback((changed: boolean) => {
    isChanged.current = changed
  }, [])
  const [leaving, setLeaving] = useState<() => void>()
  const list = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLDivElement>(null)
  const shown = profiles.find(({ name }) => name === selected) ?? chosen
  const importShown = session !== undefined && session !== aside && !edited && !choosing
  const inUse = snapshot?.intent === 'up' ? snapshot.profile : undefined

  // What opens in place of something else starts at its top, for the keyboard as well.
  const view = gatewayOf
    ? 'gateway'
    : edited
      ? 'edit'
      : choosing
        ? 'choose'
        : importShown
          ? session.files.length > 0
            ? 'preview'
            : 'start'
          : 'detail'
  const before = useRef(view)
  useEffect(() => {
    if (before.current === view) return
    before.current = view
    detail.current?.scrollTo(0, 0)
    // In a narrow window there is no list to go back to.
    const row = view === 'detail' ? list.current?.querySelector<HTMLElement>('[aria-selected=true]') : null
    ;(row ?? detail.current)?.focus()
  }, [view])

  // The row that had the keyboard is gone: the next one takes it.
  useEffect(() => {
    if (gone === undefined || profiles.some(({ name }) => name === gone)) return
    setGone(undefined)
    const next = list.current?.querySelector<HTMLElement>('[aria-selected=true]') ?? detail.current
    next?.focus()
  }, [gone, profiles])

  // An edit is left only on purpose: not by the keyboard passing through the list.
  const leaveFor = (go: () => void) => {
    const leave = () => {
      isChanged.current = false
      setEdited(undefined)
      setGatewayOf(undefined)
      choseOrLeft()
      go()
    }
    if (edited && isChanged.current) setLeaving(() => leave)
    else leave()
  }
  useEffect(() => hold(leaveFor))
  const look = (go: () => void) => () => (edited || choosing ? undefined : go())
  const show = (name: string) => {
    select(name)
    setAside(session)
  }
  const showImport = () => setAside(undefined)
  const isNew = choosing || edited?.way !== undefined
  const entries: ListEntry[] = [
    ...profiles.map(({ name, layers }) => ({
      key: `profile ${name}`,
      title: name,
      says: stackName(layers),
      icon: 'dot' as const,
      inUse: name === inUse,
      isShown: !importShown && !isNew && name === (edited?.profile.name ?? shown?.name),
      look: look(() => show(name)),
      choose: () => leaveFor(() => show(name)),
    })),
    ...(session ? [importEntry(session, importShown, look(showImport), () => leaveFor(showImport))] : []),
    ...(isNew ? [newEntry] : []),
  ]
  if (gatewayOf)
    return (
      <Gateway
        profile={gatewayOf}
        tray={state.tray}
        back={() => setGatewayOf(undefined)}
        whichWay={() => {
          setGatewayOf(undefined)
          choose()
        }}
      />
    )
  return (
    <Frame title="Profiles" tray={state.tray} back={() => open('overview')}>
      <div className="split">
        <aside className="side">
          <ProfilesList entries={entries} list={list} />
          <div className="side-foot">
            <button type="button" className="btn" onClick={() => leaveFor(choose)}>
              <Icon name="plus" />
              New…
            </button>
            <button
              type="button"
              className="btn"
              onClick={() =>
                leaveFor(() => {
                  showImport()
                  importing.begin()
                })
              }
            >
              Import…
            </button>
          </div>
        </aside>
        <div ref={detail} className="detail" tabIndex={-1}>
          {view === 'detail' &&
            unreadable.map((one) => <Unreadable key={one.file} one={one} importAgain={importing.begin} />)}
          {edited?.way ? (
            <NewProfileForm
              way={edited.way}
              profile={edited.profile}
              taken={profiles.map(({ name }) => name)}
              changed={setChanged}
              chooseWay={() => leaveFor(choose)}
              done={(saved) => {
                setEdited(undefined)
                if (saved !== undefined) show(saved)
              }}
            />
          ) : edited ? (
            <EditProfile
              profile={edited.profile}
              changed={setChanged}
              done={(saved) => {
                setEdited(undefined)
                if (saved !== undefined) show(saved)
              }}
            />
          ) : choosing ? (
            <WhichWay
              begin={(way, internet) => {
                choseOrLeft()
                setEdited({ profile: startOf(way, internet), way })
              }}
              importInstead={() => {
                choseOrLeft()
                showImport()
                importing.begin()
              }}
              cancel={choseOrLeft}
            />
          ) : importShown ? (
            session.files.length > 0 ? (
              <ImportPreview
                importing={importing}
                session={session}
                taken={profiles.map(({ name }) => name)}
                installed={(name) => {
                  importing.end()
                  select(name)
                }}
              />
            ) : (
              <ImportStart importing={importing} />
            )
          ) : shown ? (
            <ProfileDetail
              key={shown.name}
              state={state}
              profile={shown}
              inUse={shown.name === inUse}
              edit={(profile) => setEdited({ profile })}
              removed={() => setGone(shown.name)}
              showGateway={() => setGatewayOf(shown.name)}
              show={show}
            />
          ) : (
            <NoProfile level="h1" importFirst={importing.begin} newFirst={choose} />
          )}
        </div>
      </div>
      {leaving && edited && (
        <Confirm
          question="Leave without saving?"
          consequence={edited.way ? 'What you typed is lost.' : `What you changed in ${edited.profile.name} is lost.`}
          yes="Leave"
          answer={(yes) => {
            setLeaving(undefined)
            if (yes) leaving()
          }}
        />
      )}
    </Frame>
  )
}

/** What is being imported, below what is installed. */
const importEntry = (
  { name, files }: ImportSession,
  isShown: boolean,
  look: () => void,
  choose: () => void,
): ListEntry => {
  const names = files.map((file) => file.name)
  return {
    key: 'import',
    title: name ?? 'Import',
    says: names.length > 0 ? `${namesText(names, 1)}, not installed yet` : 'no files yet',
    icon: 'file',
    inUse: false,
    isShown,
    look,
    choose,
  }
}

const stay = () => {}
/** What is being made, while it is. */
const newEntry: ListEntry = {
  key: 'new',
  title: 'New profile',
  says: 'not saved yet',
  icon: 'plus',
  inUse: false,
  isShown: true,
  look: stay,
  choose: stay,
}
