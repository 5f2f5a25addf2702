/**
 * Which of a script's commands are run when its tunnel goes up (POSIX.1-2017, XCU 2.9.4): of a `case` or an `if` about
 * what is known, the branch that is taken; of anything else, nobody knows. Nothing is run.
 */
import { matchesGlob } from '../patterns.ts'

export const reasons = {
  unknown: 'stands in a condition, a loop or a function, and nothing is run',
  no: 'is not run when the tunnel goes up',
} as const

type Taken = 'yes' | 'no' | 'unknown'

interface Frame {
  /** Of what is around all of it. */
  readonly around: Taken
  readonly closedBy: string
  /** Of a case about something known: what its patterns are compared with. */
  readonly subject: string | null
  taken: Taken
  /** Whether one of its branches was taken before: then no other is. */
  before: Taken
  /** What comes next: an if's own commands until "then", a case's patterns until ")". */
  awaits: 'then' | 'pattern' | null
  matches: Taken
}

export interface Step {
  readonly words: readonly string[]
  readonly obstacle: string | null
}

/** What else depends on something that only a run would tell, by what closes it (XCU 2.9.4, 2.9.5). */
const blocks: Readonly<Record<string, string>> = { for: 'done', while: 'done', until: 'done', '{': '}' }

/** Where all branches around are: one that is not taken hides what is in it. */
const whereIn = (one: Frame | undefined): Taken => {
  if (!one) return 'yes'
  const both = [one.around, one.taken]
  return both.includes('no') ? 'no' : both.includes('unknown') ? 'unknown' : 'yes'
}

/** A line that only a run would decide. */
const undecided = ({ words }: Step, around: Taken): Step => ({
  words,
  obstacle: reasons[around === 'no' ? 'no' : 'unknown'],
})

const isFunction = (words: readonly string[]) =>
  (words[0] === 'function' || /^\w+\(\)$/.test(words[0] ?? '') || words[1] === '()') && words.includes('{')

/** `[ a = b ]` of known words; everything else is asked of the machine. */
function verdictOf(test: readonly string[]): Taken {
  const [open, left, operator, right, close] = test
  const whole = open === '[' ? close === ']' : open === '[[' ? close === ']]' : open === 'test' && close === undefined
  if (!whole || left === undefined || right === undefined || test.length > 5) return 'unknown'
  const equal = open === '[[' ? matchesGlob(right, left) : left === right
  if (operator === '=' || operator === '==') return equal ? 'yes' : 'no'
  return operator === '!=' ? (equal ? 'no' : 'yes') : 'unknown'
}

/** The next branch, if it is what its test or pattern says. */
function branch(one: Frame, verdict: Taken): void {
  one.taken = one.before === 'yes' ? 'no' : one.before === 'unknown' && verdict === 'yes' ? 'unknown' : verdict
  if (one.before === 'no' || verdict === 'yes') one.before = one.before === 'yes' ? 'yes' : verdict
}

/** `null` from a step: it is structure alone, and decided. */
export function branchReader(): (command: Step) => Step | null {
  const frames: Frame[] = []

  const placed = ({ words, obstacle }: Step): Step => {
    const where = whereIn(frames.at(-1))
    return { words, obstacle: where === 'yes' ? obstacle : reasons[where] }
  }
  const open = (frame: Pick<Frame, 'closedBy' | 'subject' | 'awaits'>): Frame => {
    const opened: Frame = { ...frame, around: whereIn(frames.at(-1)), taken: 'unknown', before: 'no', matches: 'no' }
    frames.push(opened)
    return opened
  }
  /** Up to the word with ")"; what stands behind it is a command. */
  const pattern = (one: Frame, { words, obstacle }: Step): Step | null => {
    const end = words.findIndex((word) => word.endsWith(')'))
    for (const word of end < 0 ? words : words.slice(0, end + 1)) {
      const wanted = word.replace(/^\(/, '').replace(/\)$/, '')
      if (one.subject === null || wanted.includes('$')) one.matches = 'unknown'
      else if (one.matches === 'no' && matchesGlob(wanted, one.subject)) one.matches = 'yes'
    }
    if (end < 0) return null
    branch(one, one.matches)
    one.awaits = null
    one.matches = 'no'
    return end + 1 < words.length ? step({ words: words.slice(end + 1), obstacle }) : null
  }

  function step(command: Step): Step | null {
    const { words, obstacle } = command
    const [first = '', ...rest] = words
    const top = frames.at(-1)
    if (top && first === top.closedBy) {
      frames.pop()
      return null
    }
    if (first === ';;') {
      if (top?.closedBy !== 'esac') return null
      top.awaits = 'pattern'
      top.taken = 'no'
      return null
    }
    if (top?.awaits === 'pattern') return pattern(top, command)
    if (top?.awaits === 'then' && first !== 'then') {
      // A test of several commands.
      top.taken = 'unknown'
      top.before = 'unknown'
      return placed(command)
    }
    if (first === 'case' && words[2] === 'in') {
      const subject = obstacle === null ? (words[1] ?? '') : null
      const { around } = open({ closedBy: 'esac', subject, awaits: 'pattern' })
      const behind = words.length > 3 ? step({ words: words.slice(3), obstacle }) : null
      return subject === null ? undecided(command, around) : behind
    }
    if (first === 'if' || (first === 'elif' && top?.closedBy === 'fi')) {
      const verdict = obstacle === null ? verdictOf(rest) : 'unknown'
      const one = first === 'elif' && top ? top : open({ closedBy: 'fi', subject: null, awaits: 'then' })
      one.awaits = 'then'
      branch(one, verdict)
      return verdict === 'unknown' ? undecided(command, one.around) : null
    }
    if ((first === 'then' || first === 'else') && top?.closedBy === 'fi') {
      top.awaits = null
      if (first === 'else') branch(top, 'yes')
      return rest.length > 0 ? step({ words: rest, obstacle }) : null
    }
    const closedBy = isFunction(words) ? '}' : Object.hasOwn(blocks, first) ? blocks[first] : undefined
    if (closedBy === undefined) return placed(command)
    return undecided(command, open({ closedBy, subject: null, awaits: null }).around)
  }
  return step
}
