/**
 * These limits say how much an import takes. The window refuses more already; they stand apart from the schemas, which most pages do
 * without.
 */

/** Per file: in base64 it is as long as `ImportedFile` takes. */
export const maxFileBytes = 1_048_576
/** Of all files of one import; many times what a folder of tinc's holds. */
export const maxImportBytes = 8 * maxFileBytes
/** As `ImportRequest` takes. */
export const maxFiles = 256

/** Of enlargement: each level is a fifth more; 5 is about 250 %. */
export const zoomLevels = { least: -2, most: 5 } as const
