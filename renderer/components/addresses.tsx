/** This part shows the addresses that the laptop has, beside those that the profile expects. */
import type { ProfileSummary } from '../../helper/contract/profile.ts'
import type { AddressState, Snapshot } from '../../helper/contract/snapshot.ts'
import {
  agreement,
  purposeOf,
  type Surroundings,
  scopeNames,
  scopeOf,
  surroundingsOf,
  withLength,
} from '../../main/contract/words/addresses.ts'
import { namesLine } from '../../main/contract/words/names.ts'
import { dense, useMatches } from '../use-matches.ts'
import { Breakable } from './breakable.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'
import { Mark, Section } from './section.tsx'

export function Addresses({ snapshot }: { readonly snapshot: Snapshot }) {
  const surroundings = surroundingsOf(snapshot)
  const said = agreement(snapshot.addresses)
  const agrees = snapshot.addresses.every(({ state }) => state === 'present')
  return (
    <Section
      title="Addresses"
      aside={<span className="aside">{said && <Mark icon={agrees ? 'check' : 'warn'}>{said}</Mark>}</span>}
    >
      <ul className="addr">
        {snapshot.addresses.map((address) => (
          <Row key={`${address.scope} ${address.address}`} address={address} surroundings={surroundings} />
        ))}
        {snapshot.dns && (
          <li>
            <span />
            <div>
              <div className="a">Names</div>
              <div className="d">{namesLine(snapshot.dns)}</div>
            </div>
          </li>
        )}
      </ul>
    </Section>
  )
}

function Row({ address, surroundings }: { readonly address: AddressState; readonly surroundings: Surroundings }) {
  const { scope, state, expected } = address
  const asExpected = state === 'present'
  const isDense = useMatches(dense)
  const beside = {
    present: isDense ? scopeNames[scope] : purposeOf(scope, surroundings),
    missing: 'missing: the laptop does not have it',
    other: `expected ${expected}`,
  }[state]
  return (
    <li>
      <span className={`mark ${asExpected ? '' : 'c-warn'}`}>
        <Icon name={asExpected ? 'check' : 'warn'} />
        <span className="sr">{asExpected ? 'As expected: ' : 'Not as expected: '}</span>
      </span>
      <div>
        <div className={`a ${state === 'missing' ? 'dim' : ''}`}>
          <Breakable text={withLength(address)} />
        </div>
        <div className={`d ${asExpected ? '' : 't-warn'}`}>{beside}</div>
      </div>
      {state !== 'missing' && <CopyButton text={address.address} label={`Copy ${scopeNames[scope]}`} />}
    </li>
  )
}

/** What a profile will give, while there is no tunnel: one line an address, as nobody copies or compares them yet. */
export function ExpectedAddresses({ profile }: { readonly profile: ProfileSummary }) {
  return (
    <Section title="Addresses" aside={<span className="aside">when connected</span>}>
      <ul className="addr lines">
        {profile.addresses.map((address) => (
          <li key={address}>
            <span className="step open">
              <span className="sr">Expected: </span>
            </span>
            <div>
              <div className="a dim">{address}</div>
              <div className="d">{scopeNames[scopeOf(address)]}</div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
