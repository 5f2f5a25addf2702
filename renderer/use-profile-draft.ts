/** This hook keeps a profile while it is typed: what the forms and the helper say of it, and how it is saved. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import * as v from 'valibot'
import type { ImportResult, ImportWarning } from '../helper/contract/import.ts'
import { Profile } from '../helper/contract/profile.ts'
import type { ImportDraft, Words } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'
import { useAnnounce } from './components/announcer.tsx'
import type { FormContext } from './components/fields/use-field.ts'
import type { Draft, Path } from './forms/field.ts'
import { judge, type Remark } from './forms/judge.ts'
import { isAtOrBelow, pathOfPlace, withValue } from './forms/value.ts'
import { useDryRun } from './use-dry-run.ts'

/** The helper looks when one pauses. */
const settleMs = 500

export interface ProfileDraft {
  readonly context: FormContext
  /** All that is said of it, of fields that nobody has been at as well. */
  readonly remarks: readonly Remark[]
  readonly result: ImportResult | undefined
  readonly asking: boolean
  readonly whole: boolean
  /** What the helper says that belongs to no field. */
  readonly elsewhere: Words | undefined
  /** Why the last save failed. */
  readonly refusal: Words | undefined
  readonly answers: Readonly<Record<string, string>>
  answer(id: string, text: string): void
  forget(): void
  save(): Promise<void>
}

export interface ProfileDraftParts {
  readonly profile: Draft
  /** What is edited is not installed yet: these names are taken. */
  readonly taken: readonly string[] | undefined
  /** What follows from what was typed, where nothing was typed itself. */
  readonly derive?: (draft: Draft) => Draft
  /** What is missing there is so because something else is, which is told instead. */
  readonly follows?: (path: Path, draft: Draft) => boolean
  /** Whether something is there to be lost. */
  readonly changed: (isChanged: boolean) => void
  readonly done: (saved?: string) => void
}

const asTyped = (draft: Draft) => draft
const never = () => false

export function useProfileDraft({
  profile,
  taken,
  derive = asTyped,
  follows = never,
  changed,
  done,
}: ProfileDraftParts): ProfileDraft {
  const [typed, setTyped] = useState<Draft>(profile)
  const [left, setLeft] = useState<readonly Path[]>([])
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({})
  const [refusal, setRefusal] = useState<Words>()
  const announce = useAnnounce()
  const draft = useMemo(() => derive(typed), [derive, typed])
  const own = useMemo(() => [...judge(draft), ...clashes(draft, taken)], [draft, taken])
  const request = useMemo<ImportDraft | undefined>(() => {
    const parsed = v.safeParse(Profile, draft)
    const blocked = own.some(({ blocks }) => blocks)
    return parsed.success && !blocked ? { source: { profile: parsed.output }, answers: { ...answers } } : undefined
  }, [draft, own, answers])
  const { result, words, asking, whole } = useDryRun(request, settleMs)
  const settled = request !== undefined && !asking
  const told = settled
    ? [...helperRemarks(words), ...(words ? [] : (result?.warnings ?? []).flatMap(warningRemarks))]
    : []
  const remarks = [...own.filter(({ missing, path }) => !missing || !follows(path, draft)), ...told]

  const change = useCallback((path: Path, value: unknown) => {
    setTyped((known) => withValue(known, path, value) as Draft)
  }, [])
  const leave = useCallback((path: Path) => setLeft((known) => [...known, path]), [])
  const isLeft = ({ path }: Remark) => left.some((one) => isAtOrBelow(path, one))
  useEffect(() => changed(typed !== profile), [changed, typed, profile])
  return {
    context: { draft, remarks: remarks.filter((remark) => !remark.missing || isLeft(remark)), change, leave },
    remarks,
    result,
    asking,
    whole,
    elsewhere: settled && told.length === 0 ? words : undefined,
    refusal,
    answers,
    answer: useCallback((id, text) => setAnswers((known) => ({ ...known, [id]: text })), []),
    forget: useCallback(() => setRefusal(undefined), []),
    async save() {
      if (!whole || !request) return
      const reply = await bridge.call('installImport', { ...request, replace: !taken })
      if (!reply.ok) return setRefusal(reply.words)
      announce(`Saved ${reply.value.name}`)
      done(reply.value.name)
    },
  }
}

/** How far a draft is, in a line. */
export function statusOf({ remarks, asking, whole }: Pick<ProfileDraft, 'remarks' | 'asking' | 'whole'>): string {
  const missing = remarks.filter((remark) => remark.missing).length
  const count = remarks.filter(({ blocks }) => blocks).length - missing
  if (count === 0 && missing > 0)
    return missing === 1 ? 'One field is still empty.' : `${missing} fields are still empty.`
  if (count > 0) return count === 1 ? 'One thing is to be mended first.' : `${count} things are to be mended first.`
  if (asking) return 'Asking the helper…'
  return whole ? 'Nothing is missing.' : 'This cannot be saved as it is.'
}

/** What the helper found in the profile's inside, at the field that it means. */
function helperRemarks(words: Words | undefined): Remark[] {
  const path = words?.place === undefined ? undefined : pathOfPlace(words.place)
  return words && path ? [{ path, says: [words.message, words.remedy].filter(Boolean).join(' '), blocks: true }] : []
}

/** Worth knowing, and no reason not to save. */
function warningRemarks({ place, message, remedies }: ImportWarning): Remark[] {
  const path = pathOfPlace(place)
  return path ? [{ path, says: [`${message}.`, ...remedies].join(' '), blocks: false }] : []
}

const clashes = ({ name }: Draft, taken: readonly string[] = []): Remark[] =>
  taken.includes(String(name)) ? [{ path: ['name'], says: `A profile called ${name} is installed.`, blocks: true }] : []
