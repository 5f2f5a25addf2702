/** Every format that can be taken in, besides a profile's own TOML; a new one is a new line. */
import type { Importer } from './importer.ts'

export const importers: readonly Importer[] = []
