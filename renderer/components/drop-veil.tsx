/** This part says what letting go does, while files are held over the window. */
import { Icon } from './icon.tsx'

export function DropVeil() {
  return (
    <div className="veil" aria-hidden="true">
      <div>
        <Icon name="file" />
        <b>Drop to read</b>
        <p>Nothing is installed by that.</p>
      </div>
    </div>
  )
}
