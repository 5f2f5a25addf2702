/** This part shows what is worth knowing before the profile is installed; it can be installed all the same. */
import type { ImportWarning } from '../../helper/contract/import.ts'
import { Icon } from './icon.tsx'

export function ImportWarnings({ warnings }: { readonly warnings: readonly ImportWarning[] }) {
  if (warnings.length === 0) return null
  return (
    <section className="warnings" aria-label="Doubted">
      {warnings.map(({ place, message, remedies }) => (
        <div key={`${place} ${message}`} className="wbox" role="note">
          <Icon name="warn" />
          <b>{message}</b>
          <p>
            {remedies.join(' ')} <span className="mono src">{place}</span>
          </p>
        </div>
      ))}
    </section>
  )
}
