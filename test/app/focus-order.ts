import type { Page } from '@playwright/test'

/** What the keyboard comes to, one press of Tab after the other, by its name. */
export async function focusOrder(page: Page, presses: number): Promise<string[]> {
  const order: string[] = []
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab')
    order.push(
      await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      ),
    )
  }
  return order
}
