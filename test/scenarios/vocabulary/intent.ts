import type { Host } from '../../lab/hosts/host.ts'
import { helperPlaces } from '../../lab/laptop.ts'

/** Reads what the helper keeps on disk of the person's wish. */
export async function readIntent(host: Host): Promise<string> {
  const { want } = JSON.parse(await host.readFile(`${helperPlaces.state}/intent.json`)) as { want: string }
  return want
}
