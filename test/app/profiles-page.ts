/** The page of the profiles: how one comes to it, and what the fake helper knows there. */
import type { Page } from '@playwright/test'
import type { ImportRequest } from '../../helper/contract/import.ts'
import type { FakeHelper } from '../fakes/helper.ts'
import * as imports from '../fakes/imports.ts'
import * as world from '../fakes/world.ts'

const both = (text: string) => ({ whole: text, masked: text })

/** A profile for each carrier, and an import that looks into certificates. */
export const script = {
  profiles: [world.homeLab, ...imports.otherProfiles],
  imports: [imports.edited],
  toml: {
    'Home lab': imports.homeLabTexts,
    Tap: both(imports.otherTexts.Tap),
    Mesh: { ...both(imports.otherTexts.Mesh), hostFile: imports.meshHostFile },
    Rack: both(imports.otherTexts.Rack),
  },
}

export async function openProfiles(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'Profiles' }).click()
  await page.getByRole('heading', { level: 1, name: 'Home lab' }).waitFor()
}

export async function openEditor(page: Page, name = 'Home lab'): Promise<void> {
  await openProfiles(page)
  await page.getByRole('option', { name }).click()
  await page.getByRole('button', { name: 'Edit…' }).click()
  await page.getByRole('heading', { level: 1, name: `Edit ${name}` }).waitFor()
}

/** What the helper was asked to take in, in order. */
export const imported = (calls: FakeHelper['calls']) =>
  calls.filter(({ name }) => name === 'import').map(({ params }) => params as ImportRequest)
