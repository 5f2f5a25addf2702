/** This part is the list at the side of the profiles' page; in a narrow window it is a button that opens the same list. */
import { type KeyboardEvent, type Ref, useSyncExternalStore } from 'react'
import { moveFocus } from '../use-popup.ts'
import { Icon, type IconName } from './icon.tsx'
import { ListPicker } from './list-picker.tsx'

export interface ListEntry {
  readonly key: string
  readonly title: string
  /** Its way, and how it stands. */
  readonly says: string
  readonly icon: IconName
  readonly inUse: boolean
  readonly isShown: boolean
  /** The keyboard comes by. */
  readonly look: () => void
  readonly choose: () => void
}

export interface ProfilesListProps {
  readonly entries: readonly ListEntry[]
  readonly list: Ref<HTMLDivElement>
}

const narrow = '(max-width: 719px)'
const follow = (changed: () => void) => {
  const query = matchMedia(narrow)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

export function ProfilesList({ entries, list }: ProfilesListProps) {
  const isNarrow = useSyncExternalStore(follow, () => matchMedia(narrow).matches)
  if (isNarrow) return <ProfilesPicker entries={entries} />
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const options = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=option]')]
    if (moveFocus(event, options)) event.preventDefault()
  }
  return (
    <div ref={list} className="plist" role="listbox" aria-label="Profiles" onKeyDown={onKey}>
      {entries.map(({ key, isShown, look, choose, ...entry }) => (
        <button
          key={key}
          type="button"
          role="option"
          aria-selected={isShown}
          tabIndex={isShown ? 0 : -1}
          onFocus={look}
          onClick={choose}
        >
          <EntryText {...entry} />
        </button>
      ))}
    </div>
  )
}

function EntryText({ title, says, icon, inUse }: Pick<ListEntry, 'title' | 'says' | 'icon' | 'inUse'>) {
  return (
    <>
      <Icon name={icon} className={inUse ? 'full' : ''} />
      <span className="pl">
        <b>{title}</b>
        <span>
          {says}
          {inUse && ', in use'}
        </span>
      </span>
    </>
  )
}

function ProfilesPicker({ entries }: Pick<ProfilesListProps, 'entries'>) {
  const shown = entries.find(({ isShown }) => isShown)
  const choices = entries.map(({ key, isShown, choose, ...entry }) => ({
    key,
    isChosen: isShown,
    content: <EntryText {...entry} />,
    choose,
  }))
  return (
    <span className="popup">
      <ListPicker
        title={shown?.title ?? 'Profiles'}
        says={shown?.says}
        label={`Profile: ${shown?.title ?? 'none'}`}
        className="plist"
        choices={choices}
      />
    </span>
  )
}
