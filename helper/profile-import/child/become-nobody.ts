import { importUser } from '../../core/change/marks.ts'

/** Changes the user of this process for good. The capabilities that setpriv left go with it (capabilities(7), "Effect of user ID changes"). */
export function becomeNobody(): void {
  if (process.getuid?.() !== 0) return
  process.setgroups?.([])
  process.setgid?.(importUser)
  process.setuid?.(importUser)
  if (process.getuid?.() !== importUser) throw new Error('it is still root')
}
