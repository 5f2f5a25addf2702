/** This part shows all that was asked of one draft. An answered question stays where it was, for second thoughts. */
import { useCallback, useEffect, useState } from 'react'
import type { Question } from '../../helper/contract/import.ts'
import { QuestionField } from './question-field.tsx'

type Answers = Readonly<Record<string, string>>

export interface QuestionsProps {
  /** Open now. */
  readonly open: readonly Question[]
  readonly answers: Answers
  readonly give: (id: string, answer: string) => void
  /** Whether the last answer still waits for what the helper says of it. */
  readonly asking: boolean
}

export function Questions({ open, answers, give, asking }: QuestionsProps) {
  const [asked, setAsked] = useState(open)
  useEffect(() => {
    setAsked((known) => {
      const waiting = new Map(open.map((question) => [question.id, question]))
      const kept = known.filter(({ id }) => waiting.has(id) || id in answers)
      // Asked again, it may say why: "that is not the passphrase".
      const still = kept.map((question) => waiting.get(question.id) ?? question)
      const before = new Set(still.map(({ id }) => id))
      return [...still, ...open.filter(({ id }) => !before.has(id))]
    })
  }, [open, answers])
  if (asked.length === 0) return null
  const isRefused = (id: string) => !asking && id in answers && open.some((question) => question.id === id)
  return (
    <section className="ask" aria-label="Questions">
      <div className="imp-h">
        <h2>{open.length === 0 ? 'Answered' : open.length === 1 ? '1 question' : `${open.length} questions`}</h2>
        {open.length > 0 && <span>{open.length === 1 ? 'No file answers it' : 'No file answers them'}</span>}
      </div>
      {asked.map((question) => (
        <Asked
          key={question.id}
          question={question}
          answer={answers[question.id]}
          refused={isRefused(question.id)}
          give={give}
        />
      ))}
    </section>
  )
}

interface AskedProps {
  readonly question: Question
  readonly answer: string | undefined
  readonly refused: boolean
  readonly give: QuestionsProps['give']
}

function Asked({ question, answer, refused, give }: AskedProps) {
  const { id } = question
  const giveOwn = useCallback((next: string) => give(id, next), [id, give])
  return <QuestionField question={question} answer={answer} refused={refused} give={giveOwn} />
}
