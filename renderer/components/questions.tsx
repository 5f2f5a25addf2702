/** All that was asked of one draft: an answered question stays where it was, for second thoughts. */
import { useCallback, useEffect, useState } from 'react'
import type { Question } from '../../helper/contract/import.ts'
import { Icon } from './icon.tsx'
import { QuestionField } from './question-field.tsx'

type Answers = Readonly<Record<string, string>>

export interface QuestionsProps {
  /** Open now. */
  readonly open: readonly Question[]
  readonly answers: Answers
  readonly give: (id: string, answer: string) => void
}

export function Questions({ open, answers, give }: QuestionsProps) {
  const [asked, setAsked] = useState(open)
  useEffect(() => {
    setAsked((known) => {
      const waiting = new Set(open.map(({ id }) => id))
      const still = known.filter(({ id }) => waiting.has(id) || id in answers)
      const before = new Set(still.map(({ id }) => id))
      return [...still, ...open.filter(({ id }) => !before.has(id))]
    })
  }, [open, answers])
  if (asked.length === 0) return null
  return (
    <section className={`ask ${open.length === 0 ? 'answered' : ''}`} aria-label="Questions">
      <h2>
        <Icon name={open.length === 0 ? 'check' : 'warn'} />
        {open.length === 0 ? 'Answered' : open.length === 1 ? 'One thing no file says' : 'Things no file says'}
      </h2>
      {asked.map((question) => (
        <Asked key={question.id} question={question} answer={answers[question.id]} give={give} />
      ))}
    </section>
  )
}

interface AskedProps {
  readonly question: Question
  readonly answer: string | undefined
  readonly give: QuestionsProps['give']
}

function Asked({ question, answer, give }: AskedProps) {
  const { id } = question
  const giveOwn = useCallback((next: string) => give(id, next), [id, give])
  return <QuestionField question={question} answer={answer} give={giveOwn} />
}
