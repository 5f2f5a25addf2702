import type { Origin } from '../contract/import.ts'

/** Says where something was found, without folders: "stands in up.sh, line 4". */
export const stands = ({ file, line }: Origin): string => {
  const name = file.replace(/^.*\//, '')
  return `stands in ${line === null ? name : `${name}, line ${line}`}`
}
