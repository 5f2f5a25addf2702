/**
 * Returns the words of a command as a document has it. Quotation marks hold a word together, and what goes to a file or another command
 * is left out. Documents have no other shell.
 */
export function shellWords(command: string): readonly string[] {
  const [call = ''] = command.split(/ [>|] /)
  return [...call.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
}
