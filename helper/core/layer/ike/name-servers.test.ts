import { expect, test } from 'vitest'
import { nameServerCommand, readNameServers } from './name-servers.ts'

test('what charon tells the command, and nothing else of its environment', () => {
  const told = 'PLUTO_DNS4_1=192.0.2.53\nPLUTO_DNS6_1=2001:DB8:0::53\nPLUTO_DNS6_2=; rm -rf /\nPLUTO_ME=192.0.2.1\n'
  expect(readNameServers(told)).toEqual(['192.0.2.53', '2001:db8::53'])
})

test('a folder cannot become a second command', () => {
  expect(nameServerCommand("/run/it's; reboot/dns")).toContain(
    "mv '/run/it'\\''s; reboot/dns.new' '/run/it'\\''s; reboot/dns'",
  )
})
