import { expect, test } from 'vitest'
import { fill } from '../../../helper/core/gateway/blanks.ts'
import { gatewayTexts } from '../../../helper/core/gateway/gateway-texts.ts'
import { gatewayKinds } from '../../../helper/core/gateway/text.ts'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { filesText, gatewayPrograms, piecesOf } from '../../contract/words/gateway.ts'

const text = gatewayTexts(seed001.profile, 'strongswan', { secrets: false, laptopKey: null })

test('each program that there is a text for has its own name', () => {
  expect(Object.keys(gatewayPrograms)).toEqual([...gatewayKinds])
})

test('what is still to be filled in is cut out of a file, and what was filled in is not', () => {
  const blanks = (files: typeof text.files) =>
    files.flatMap(({ content }) => piecesOf(content, text.blanks).flatMap((piece) => (piece.isBlank ? piece.text : [])))
  expect(new Set(blanks(text.files))).toEqual(new Set(text.blanks.map(({ mark }) => mark)))
  const filled = fill(text, { 'outer-interface': 'eth0' })
  expect(filled.ok && blanks(filled.text.files)).not.toContain('its outer interface')
  expect(piecesOf("cat <<'end' >>file\n<<its outer interface>>\nend\n", text.blanks)).toEqual([
    { text: "cat <<'end' >>file\n", isBlank: false },
    { text: 'its outer interface', isBlank: true },
    { text: '\nend', isBlank: false },
  ])
})

test('all files are one text, each below a line with its path, its machine and what it is for', () => {
  const [first] = text.files
  if (!first) throw new Error('there is no file')
  const { path, says, content } = first
  expect(filesText(text.files).startsWith(`===== ${path}, on the gateway: ${says} =====\n${content}`)).toBe(true)
  expect(filesText(text.files).match(/^===== .*, on the router in front: .+ =====$/gm)).toHaveLength(1)
})
