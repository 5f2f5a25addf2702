/** This part asks for the values that a profile does not say, each once for all files. */
import type { GatewayChoice, GatewayView } from '../../main/contract/bridge.ts'
import { Control } from './control.tsx'

export interface GatewayBlanksProps {
  readonly view: GatewayView
  readonly values: GatewayChoice['values']
  readonly give: (values: GatewayChoice['values']) => void
}

export function GatewayBlanks({ view: { blanks, missing, faults }, values, give }: GatewayBlanksProps) {
  if (blanks.length === 0) return <p className="why">Nothing is left to be filled in.</p>
  const set = (name: string, value: string) => {
    const { [name]: _, ...others } = values
    give(value === '' ? others : { ...others, [name]: value })
  }
  return (
    <>
      <div className="imp-h">
        <h2>Fill in</h2>
        <span role="status">{missingText(missing.length, blanks.length)}</span>
      </div>
      {blanks.map(({ name, mark, means, example }) => {
        const fault = faults[name]
        return (
          <Control
            key={name}
            label={sentence(mark)}
            explanation={`${sentence(means)}.`}
            remarks={fault === undefined ? [] : [{ says: `It ${fault}.`, blocks: true }]}
          >
            {(ids) => (
              <input
                {...ids}
                type="text"
                className="mono"
                autoComplete="off"
                spellCheck={false}
                placeholder={example}
                value={values[name] ?? ''}
                onChange={({ target }) => set(name, target.value.trim())}
              />
            )}
          </Control>
        )
      })}
    </>
  )
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const missingText = (missing: number, all: number) =>
  missing === 0 ? 'nothing is missing' : `${missing} of ${all} ${missing === 1 ? 'is' : 'are'} missing`
