/** Describes what one end of a tunnel has to have in its files, as text that a person can copy to a gateway. */

export const gatewayKinds = ['strongswan', 'openiked', 'openvpn', 'tinc', 'linux'] as const
export type GatewayKind = (typeof gatewayKinds)[number]

export interface GatewayFile {
  /** A short name of the file, unique among the files of one text: "swanctl.conf". */
  readonly name: string
  /** What the file is for, as part of a sentence: "lets the laptop in". */
  readonly says: string
  /** The machine that the file belongs on: the gateway itself, or the router between the gateway and the internet. */
  readonly on: 'gateway' | 'router'
  /** The absolute path of the file on that machine. */
  readonly path: string
  readonly content: string
  /** Whether the file holds a secret, so that nobody but root may read it. */
  readonly secret: boolean
  /** Whether the file is a program. */
  readonly runs: boolean
}

/** A value that the profile does not say, and that a person fills in. */
export interface Blank {
  readonly name: string
  /** The words that stand for the value in the files, between "<<" and ">>". */
  readonly mark: string
  readonly means: string
  readonly example: string
  /** Whether the value is a secret, so that a terminal does not show it. */
  readonly secret: boolean
}

export interface GatewayText {
  readonly kind: GatewayKind
  readonly files: readonly GatewayFile[]
  /** The blanks that are in the files, each named once. */
  readonly blanks: readonly Blank[]
}

type Written = Pick<GatewayFile, 'name' | 'says' | 'path'> & { readonly lines: readonly string[] }

const contentOf = (lines: readonly string[]) => `${lines.join('\n').trimEnd()}\n`

/** Makes an ordinary file of the gateway's. */
export const plainFile = ({ lines, ...file }: Written): GatewayFile => ({
  ...file,
  on: 'gateway',
  content: contentOf(lines),
  secret: false,
  runs: false,
})

/** Makes a program of the gateway's: a script for sh(1), which ends at the first command that fails. */
export const scriptFile = ({ lines, ...file }: Written): GatewayFile => ({
  ...plainFile({ ...file, lines: ['#!/bin/sh', ...lines] }),
  runs: true,
})
