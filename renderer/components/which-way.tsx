/** This part answers "Which way is mine?": it asks what one has at home, and names the way that fits with its reason. */
import { useEffect, useRef, useState } from 'react'
import { type WayId, wayIds, ways } from '../forms/starts.ts'
import { questionsFor, type WayAnswers, type WayQuestion, wayOf, whereToLook } from '../forms/which-way.ts'
import { FoldedLine } from './folded-line.tsx'
import { Icon } from './icon.tsx'

export interface WhichWayProps {
  /** @param internet whether all IPv6 is to go home */
  readonly begin: (way: WayId, internet: boolean) => void
  readonly importInstead: () => void
  readonly cancel: () => void
}

export function WhichWay({ begin, importInstead, cancel }: WhichWayProps) {
  const [answers, setAnswers] = useState<WayAnswers>({})
  const questions = questionsFor(answers)
  const result = wayOf(answers)
  const others = wayIds.filter((id) => id !== result?.way)
  const fitting = result ? others.filter((id) => result.others.includes(id)) : []
  const listed = [...fitting, ...others.filter((id) => !fitting.includes(id))]
  const found = useRef<HTMLDivElement>(null)
  // The way is named below the questions: in a small window it would be named out of sight.
  useEffect(() => {
    if (result?.way) found.current?.scrollIntoView({ block: 'nearest' })
  }, [result?.way])
  const start = (way: WayId) => begin(way, answers.wants === 'internet')
  return (
    <>
      <div className="dt-h">
        <div>
          <h1>Which way is mine?</h1>
          <p>A few questions choose it. Every answer can be changed later.</p>
        </div>
      </div>
      <div className="which">
        {questions.map((question, at) => (
          <Question
            key={question.id}
            number={at + 1}
            question={question}
            answer={answers[question.id]}
            give={(value) => setAnswers({ ...answers, [question.id]: value })}
          />
        ))}
        <div ref={found}>
          <div role="status">
            {result && (
              <div className="way-found">
                <b>{ways[result.way].title}</b>
                <p>{result.because}</p>
              </div>
            )}
            {answers.reach === 'unknown' && <p className="look">{whereToLook}</p>}
          </div>
          {result && (
            <button type="button" className="btn btn-p go" onClick={() => start(result.way)}>
              Continue
            </button>
          )}
        </div>
        <FoldedLine
          title={result ? 'Other ways' : 'All ways'}
          says={listed
            .slice(0, 3)
            .map((id) => ways[id].title)
            .join(', ')}
          count={`${listed.length} ways`}
        >
          <ul className="ways">
            {listed.map((id) => (
              <li key={id}>
                <button type="button" className="act" onClick={() => start(id)}>
                  <b>{ways[id].title}</b>
                  <span>{ways[id].says}</span>
                  <Icon name="right" />
                </button>
              </li>
            ))}
          </ul>
        </FoldedLine>
      </div>
      <footer className="sheet-foot">
        <p>
          Do you have configuration files?{' '}
          <button type="button" className="link" onClick={importInstead}>
            Import them instead
          </button>
        </p>
        <button type="button" className="btn btn-q" onClick={cancel}>
          Cancel
        </button>
      </footer>
    </>
  )
}

interface QuestionProps {
  readonly number: number
  readonly question: WayQuestion
  readonly answer: string | undefined
  readonly give: (value: string) => void
}

function Question({ number, question: { id, asks, options }, answer, give }: QuestionProps) {
  return (
    <fieldset className={answer === undefined ? '' : 'done'}>
      <legend>
        <span className="no" aria-hidden="true">
          {number}
        </span>
        {asks}
      </legend>
      <div className="pills" role="radiogroup" aria-label={asks}>
        {options.map(({ value, label }) => (
          <label key={value} className={`pill ${answer === value ? 'on' : ''}`}>
            <input type="radio" name={id} checked={answer === value} onChange={() => give(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
