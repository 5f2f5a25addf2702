import type { Page } from '@playwright/test'

/** What of these sticks out of the window at either side. */
export const cutOff = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate(
    (wanted) =>
      [...document.querySelectorAll<HTMLElement>(wanted)]
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect()
          return left < 0 || right > innerWidth + 0.5
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    selector,
  )
