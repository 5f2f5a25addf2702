/**
 * This program reads files that people and strangers give: it takes one request from standard input and writes one answer to standard output.
 * Node loads the program's code as root, as the code lies in a folder of root's. Before the first byte of the request is read, the process
 * becomes user 60607 for good.
 */
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { ReadRequest } from '../answer.ts'
import { becomeNobody } from './become-nobody.ts'
import { readImport } from './read.ts'

becomeNobody()
const request = v.parse(ReadRequest, JSON.parse(await text(process.stdin)))
process.stdout.write(JSON.stringify(readImport(request, new Date().toISOString())))
