import type { Page } from '@playwright/test'

/** What the keyboard comes to, one press of Tab after the other, by its name. */
export async function focusOrder(page: Page, presses: number): Promise<string[]> {
  const order: string[] = []
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab')
    order.push(
      await page.evaluate(() => {
        const at = document.activeElement
        const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : undefined
        return at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? ''
      }),
    )
  }
  return order
}
