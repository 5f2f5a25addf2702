/** An address that the far end gave us, and how much of it is its network. */
export interface Assigned {
  readonly address: string
  readonly length: number
}
