/** Words what home must have: the programs, the machines, and all files as one text. */
import type { GatewayView } from '../bridge.ts'

type File = GatewayView['files'][number]

/** What people call the programs that `roam6 gateway --for` knows by these names. */
export const gatewayPrograms: Readonly<Record<string, string>> = {
  strongswan: 'strongSwan',
  openiked: 'OpenIKED',
  openvpn: 'OpenVPN',
  tinc: 'tinc',
  linux: 'Linux alone',
}

export const machines: Readonly<Record<File['on'], string>> = {
  gateway: 'on the gateway',
  router: 'on the router in front',
}

/** Writes all files one after another, each below a line that says where it belongs and what it is for. */
export const filesText = (files: readonly File[]): string =>
  files
    .flatMap(({ path, on, says, content }) => [`===== ${path}, ${machines[on]}: ${says} =====`, content.trimEnd(), ''])
    .join('\n')

export type Piece = { readonly text: string; readonly isBlank: boolean }

/**
 * Cuts a file's content where a person still has to fill something in. Only the marks of blanks are looked for: scripts have other uses
 * for "<<".
 */
export const piecesOf = (content: string, blanks: GatewayView['blanks']): readonly Piece[] =>
  blanks
    .reduce<readonly Piece[]>(
      (pieces, { mark }) => pieces.flatMap((piece) => (piece.isBlank ? piece : cutAt(piece.text, mark))),
      [{ text: content.trimEnd(), isBlank: false }],
    )
    .filter(({ text }) => text !== '')

const cutAt = (text: string, mark: string): readonly Piece[] =>
  text
    .split(`<<${mark}>>`)
    .flatMap((part, at) => [...(at > 0 ? [{ text: mark, isBlank: true }] : []), { text: part, isBlank: false }])
