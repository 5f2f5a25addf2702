/** These parts show what can be done: what Roam6 carries out is a box with a button that names the act; the rest is plain. */
import type { Problem } from '../../helper/contract/problem.ts'
import type { AppState } from '../../main/contract/bridge.ts'
import { adviceOn, type Offer } from '../../main/contract/words/acts.ts'
import { bridge } from '../bridge.ts'

function carryOut({ call }: Offer): void {
  if (call.verb === 'chooseProfile') void bridge.call(call.verb, { profile: call.profile })
  else void bridge.call(call.verb, {})
}

export function Offers({ offers }: { readonly offers: readonly Offer[] }) {
  if (offers.length === 0) return null
  return (
    <ul className="rem">
      {offers.map((offer, at) => (
        <li key={offer.title} className="offered">
          <b>{offer.title}</b>
          <span>{offer.says}</span>
          <button type="button" className={`btn btn-s ${at === 0 ? 'btn-p' : ''}`} onClick={() => carryOut(offer)}>
            {offer.label}
          </button>
        </li>
      ))}
    </ul>
  )
}

export function Plain({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <ul className="plain">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

export function AdviceOn({ problem, state }: { readonly problem: Problem; readonly state: AppState }) {
  const { offers, plain } = adviceOn(problem, state)
  return (
    <>
      <Offers offers={offers} />
      <Plain lines={plain} />
    </>
  )
}
