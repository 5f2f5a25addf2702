/** `npm start`: the app from the checkout, on this laptop. The helper is started from its window, by sudo-prompt. */
import { spawn } from 'node:child_process'
import { buildAll } from './bundle.ts'
import { provideElectron } from './electron/provide.ts'

if (process.getuid?.() === 0) {
  console.error('The app runs as an ordinary user: Chromium’s sandbox does not go with root. Log in as one.')
  process.exit(2)
}
if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  console.error('There is no display here. To see the app without one: npm run demo')
  process.exit(2)
}

await buildAll()
const { executable, appArguments } = provideElectron()
const app = spawn(executable, [...appArguments, ...process.argv.slice(2)], { stdio: 'inherit' })
app.once('error', (error) => {
  console.error(`Electron does not start: ${error.message}`)
  process.exitCode = 1
})
app.once('exit', (code) => {
  process.exitCode = code ?? 1
})
