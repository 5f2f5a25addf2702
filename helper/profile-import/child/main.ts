/**
 * The process that reads what people and strangers give: one request from standard input, one answer to standard output. Its code is
 * loaded as root, as it lies in a folder of root's; before the first byte of a request it is nobody, for good.
 */
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { ReadRequest } from '../answer.ts'
import { becomeNobody } from './become-nobody.ts'
import { readImport } from './read.ts'

z.config({ jitless: true })

becomeNobody()
const request = ReadRequest.parse(JSON.parse(await text(process.stdin)))
process.stdout.write(JSON.stringify(readImport(request, new Date().toISOString())))
