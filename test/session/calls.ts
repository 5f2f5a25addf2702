/** This table has every verb as one meets it: a call that does its work, and the mistake that is made most. */

import type { Cli } from '../fakes/cli.ts'
import { connected, failed } from '../fakes/world.ts'

export interface Call {
  /** This is typed after "roam6", as a shell takes it. */
  readonly typed: string
  /** Puts the fake helper into a state first. */
  readonly given?: (cli: Cli) => void
  /** Ends what would go on until interrupted, after this time. */
  readonly forMs?: number
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const home = ({ helper }: Cli) => helper.show(connected(minutesAgo(134)))
const broken = ({ helper }: Cli) => helper.show(failed(minutesAgo(3)))

/** The keys are verbs; a test holds that none is missing. */
export const calls: Readonly<Record<string, readonly Call[]>> = {
  '': [{ typed: '', given: home }, { typed: '--help' }, { typed: 'satus' }],
  status: [
    { typed: 'status', given: broken },
    { typed: 'status --check --quiet' },
    { typed: 'status --wait' },
    { typed: 'status --socket /nowhere/helper.sock' },
  ],
  watch: [{ typed: 'watch', given: home, forMs: 2500 }, { typed: 'watch --jsno' }],
  up: [
    { typed: 'up --wait', given: ({ helper }) => helper.show({ ...connected(minutesAgo(0)), state: 'off' }) },
    { typed: 'up --timeout 5' },
  ],
  down: [{ typed: 'down', given: home }, { typed: 'down "Home lab"' }],
  test: [{ typed: 'test', given: home }, { typed: 'test Home lab' }],
  mtu: [{ typed: 'mtu', given: home }, { typed: 'mtu 1280' }],
  profiles: [{ typed: 'profiles' }, { typed: 'profiles --name' }],
  import: [
    { typed: 'import home.toml --dry-run' },
    { typed: 'import home.toml' },
    { typed: 'import home.toml --replace' },
    { typed: 'import wrong.toml --dry-run' },
    { typed: 'import nowhere.toml' },
  ],
  check: [{ typed: 'check home.toml' }, { typed: 'check wrong.toml' }],
  show: [{ typed: 'show home.toml' }, { typed: 'show "Home"' }],
  export: [{ typed: 'export "Home"' }, { typed: 'export' }],
  gateway: [{ typed: 'gateway home.toml --out gateway' }, { typed: 'gateway home.toml --for wireguard' }],
  remove: [{ typed: 'remove "Home lab"', given: home }, { typed: 'remove "Home lab" --yes' }],
  logs: [{ typed: 'logs' }, { typed: 'logs --events' }, { typed: 'logs --lines all' }],
  completion: [{ typed: 'completion' }, { typed: 'completion bsh' }],
  help: [{ typed: 'help dwon' }],
  version: [{ typed: 'version' }, { typed: '-v' }],
}
