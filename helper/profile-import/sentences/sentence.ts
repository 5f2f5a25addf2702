/** A sentence is what one kind of line means; a table of them is asked from its top. */
export interface Sentence {
  /** Of the line as it is shown, which is no longer than a screen is wide. */
  readonly when: RegExp
  /** With the groups of `when` for $1 and so on. */
  readonly says: string | ((groups: readonly string[]) => string)
  /** It holds without this line as well. */
  readonly usual?: true
}
