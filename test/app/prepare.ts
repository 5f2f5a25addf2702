/**
 * Playwright runs this before its first worker. It makes the account and the app that all workers use: two workers that made them
 * at the same time would spoil each other's.
 */
import { ordinaryAccount } from './account.ts'
import { stageApp } from './stage.ts'

export default function prepare(): void {
  stageApp(ordinaryAccount(), console.log)
}
