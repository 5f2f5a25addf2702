import { importUser } from '../../core/change/marks.ts'

/** For good: the capabilities that setpriv left for this and for loading its code go with it (capabilities(7), "Effect of user ID changes"). */
export function becomeNobody(): void {
  if (process.getuid?.() !== 0) return
  process.setgroups?.([])
  process.setgid?.(importUser)
  process.setuid?.(importUser)
  if (process.getuid?.() !== importUser) throw new Error('it is still root')
}
