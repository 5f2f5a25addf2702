import { readImport } from '../../helper/profile-import/child/read.ts'
import type { ReadFiles } from '../../helper/service/import-child.ts'

/** Reads files in this very process, where it is not the process that is tested. */
export const readHere: ReadFiles = async (request) => readImport(request, new Date().toISOString())
