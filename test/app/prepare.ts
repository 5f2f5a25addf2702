/** Before the first worker: the account and the app that all of them use, so that none makes them while another does. */
import { ordinaryAccount } from './account.ts'
import { stageApp } from './stage.ts'

export default function prepare(): void {
  stageApp(ordinaryAccount(), console.log)
}
