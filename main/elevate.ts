/** Starts the helper as root through polkit's dialogue (sudo-prompt), and words what can go wrong with that. */
import { exec } from 'sudo-prompt'
import type { Words } from './contract/bridge.ts'

/** The person may be away from the keyboard, or the dialogue behind another window. */
const deadlineMs = 180_000

/**
 * The one command that root runs: fixed words, the helper's own path and the caller's uid. The helper copies itself
 * to where only root can write, and goes on from there, detached.
 * @throws where the path cannot be quoted safely
 */
export function startCommand(helper: string, uid: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no business in a command line
  if (/[\u0000-\u001f\u007f]/.test(helper)) throw new Error(`control characters in ${JSON.stringify(helper)}`)
  const quoted = `'${helper.replaceAll("'", "'\\''")}'`
  // sudo-prompt puts the command between the double quotes of an outer shell, and escapes only those itself.
  return `${quoted.replace(/[\\$`]/g, '\\$&')} start --allow-uid ${Math.trunc(uid)}`
}

/**
 * Undefined when the helper was started.
 *
 * @param line starts the helper from a terminal
 * @param run a seam: sudo-prompt's own
 */
export function startAsRoot(
  helper: string,
  uid: number,
  line: string,
  run: typeof exec = exec,
): Promise<Words | undefined> {
  // sudo-prompt puts the working directory between double quotes of a shell, where "$(…)" is run. An app that lives on in the tray needs
  // none, and would keep a file system busy with one.
  process.chdir('/')
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(outcomes(line).unanswered), deadlineMs)
    const give = (words: Words | undefined) => {
      clearTimeout(timer)
      resolve(words)
    }
    run(startCommand(helper, uid), { name: 'Roam6' }, (error, _output, complaint) => {
      give(error ? wordStartError(error, String(complaint ?? ''), line) : undefined)
    })
  })
}

/** @param line starts the helper from a terminal */
const outcomes = (line: string) =>
  ({
    declined: {
      message: 'The helper was not started: it was not allowed.',
      remedy: `Start it again and confirm, or run: ${line}`,
    },
    noAgent: {
      message: 'Nothing on this desktop can ask for the administrator’s password.',
      remedy: `Start a polkit agent, such as lxpolkit, or run: ${line}`,
    },
    noPolkit: {
      message: 'pkexec is missing, which asks for the administrator’s password.',
      remedy: `Install polkit’s pkexec (Debian: apt install pkexec), or run: ${line}`,
    },
    unanswered: {
      message: 'Nobody answered the question for the administrator’s password.',
      remedy: 'Start the helper again; the question may be behind another window.',
    },
  }) satisfies Record<string, Words>

/**
 * Words sudo-prompt's own errors; everything else is what the helper said before it ended.
 * @param line starts the helper from a terminal
 */
export function wordStartError(error: Error, complaint: string, line: string): Words {
  const { declined, noAgent, noPolkit } = outcomes(line)
  if (/did not grant permission/i.test(error.message)) return declined
  if (/No polkit authentication agent/i.test(error.message)) return noAgent
  if (/Unable to find pkexec/i.test(error.message)) return noPolkit
  const said = complaint.trim().split('\n').at(-1)
  return { message: 'The helper did not start.', remedy: said || error.message }
}
