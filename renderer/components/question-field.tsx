/** This part asks what no file says, by a labelled field. What is typed is checked at once, and given on when it can be right. */
import { useEffect, useState } from 'react'
import type { Question } from '../../helper/contract/import.ts'
import { originText } from '../../main/contract/words/import.ts'
import { address, ownAddress, prefix } from '../forms/checks.ts'
import type { Judgement } from '../forms/field.ts'
import { Control, type ControlIds } from './control.tsx'
import { PemInput } from './pem-input.tsx'

/** While one types; a helper's look at what is half typed is no use. */
const settleMs = 400

/** Tried as a whole: each try of a passphrase is slow by design, and "wrong" while typing is no news. */
const triedWhole = new Set<Question['kind']>(['secret', 'passphrase'])

const pemCheck = (text: string): Judgement | undefined =>
  /-----BEGIN [A-Za-z0-9 ]+-----/.test(text)
    ? undefined
    : { says: 'This is no PEM text: a line -----BEGIN …----- is missing.', blocks: true }

/** Several may be given, "a, b"; the laptop's own address has a length and keeps its host bits. */
function prefixes(text: string, { id }: Question): Judgement | undefined {
  for (const one of text.split(/[\s,]+/)) {
    const judgement = (id === 'address' ? ownAddress : prefix)(one, {})
    if (!judgement) continue
    return judgement.instead ? { ...judgement, instead: text.replace(one, judgement.instead) } : judgement
  }
  return undefined
}

const checks: Partial<Record<Question['kind'], (text: string, question: Question) => Judgement | undefined>> = {
  address: (text) => address(text, {}),
  prefix: prefixes,
  certificate: pemCheck,
  key: pemCheck,
}

export interface QuestionFieldProps {
  readonly question: Question
  readonly answer: string | undefined
  /** The helper has the answer, and asks again. */
  readonly refused: boolean
  readonly give: (answer: string) => void
}

export function QuestionField({ question, answer = '', refused, give }: QuestionFieldProps) {
  const { kind, what, why, choices = [], because = {}, from } = question
  const [text, setText] = useState(answer)
  const typed = text.trim() === '' ? undefined : checks[kind]?.(text.trim(), question)
  const right = typed?.blocks || text.trim() === '' ? undefined : text
  const judgement = typed ?? (refused && text === answer ? { says: why, blocks: true } : undefined)
  useEffect(() => {
    if (triedWhole.has(kind) || right === undefined || right === answer) return
    const timer = setTimeout(() => give(right), settleMs)
    return () => clearTimeout(timer)
  }, [kind, right, answer, give])
  const giveNow = () => right !== undefined && right !== answer && give(right)
  const place = from ? ` (${originText(from)})` : ''
  const explanation = judgement?.says === why ? undefined : `${why}${place}`
  const input = (ids: ControlIds, type: 'text' | 'password', mono: boolean) => (
    <input
      {...ids}
      type={type}
      className={mono ? 'mono' : ''}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={giveNow}
      onKeyDown={({ key }) => key === 'Enter' && giveNow()}
    />
  )
  return (
    <Control
      label={what}
      explanation={explanation}
      remarks={judgement ? [judgement] : []}
      take={({ instead = '' }) => setText(instead)}
      group={kind === 'choice'}
    >
      {(ids) => {
        if (kind === 'choice')
          return choices.map((choice) => (
            <label key={choice} className="rad">
              <input type="radio" name={ids.id} checked={text === choice} onChange={() => setText(choice)} />
              <span>
                {choice}
                {because[choice] && <small>{because[choice]}</small>}
              </span>
            </label>
          ))
        if (kind === 'certificate' || kind === 'key')
          return <PemInput ids={ids} value={text} label={what} change={setText} />
        return (
          <>
            {input(ids, triedWhole.has(kind) ? 'password' : 'text', kind === 'address' || kind === 'prefix')}
            {choices.map((choice) => (
              <Suggestion key={choice} value={choice} because={because[choice]} take={() => setText(choice)} />
            ))}
          </>
        )
      }}
    </Control>
  )
}

interface SuggestionProps {
  readonly value: string
  readonly because: string | undefined
  readonly take: () => void
}

/** An answer that the files suggest, with the reason; nothing is taken before somebody presses it. */
function Suggestion({ value, because, take }: SuggestionProps) {
  return (
    <p className="suggestion">
      <button type="button" className="btn btn-s mono" aria-label={`Use ${value}`} onClick={take}>
        {value}
      </button>
      {because}
    </p>
  )
}
