/** This part is a remark at the foot of the overview. */
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export function Note({
  icon,
  label,
  children,
}: {
  readonly icon: IconName
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <section className="sec" aria-label={label}>
      <div className="note">
        <Icon name={icon} />
        <p>{children}</p>
      </div>
    </section>
  )
}
