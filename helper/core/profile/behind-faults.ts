/** What a schema of single values cannot say of the network behind the laptop. */
import type { Layer, Profile } from '../../contract/profile.ts'
import { daemonInterface, overlayInterface, xfrmInterface } from '../change/marks.ts'
import { contains, familyOf, formatPrefix, isHost, network, parseAddress, parsePrefix } from '../ip.ts'
import { linksOf } from '../layer/links.ts'
import type { FaultReporter } from './faults.ts'

/** Where the innermost layer carries no more than it was told to: the key that tells it, and what it says. */
function toldNetworks(layer: Layer | undefined): { readonly key: string; readonly networks: readonly string[] } | null {
  switch (layer?.kind) {
    case 'ike':
    case 'esp':
      return { key: 'local-networks', networks: layer['local-networks'] }
    case 'tinc':
      return { key: 'subnets', networks: layer.subnets }
    default:
      return null
  }
}

export function behindFaults(profile: Profile, report: FaultReporter): void {
  const { behind, home, address, layer } = profile
  if (!behind) return
  const { link } = behind
  if ([...linksOf(profile), xfrmInterface, overlayInterface, daemonInterface].includes(link))
    report.fault('behind.link', `${link} is a device of the tunnel: name the one that the network behind is on`)

  const place = 'behind.address'
  report.addressWithLength(place, behind.address)
  const own = parsePrefix(behind.address)
  if (!own) return
  if (familyOf(own.address) === 4) {
    report.fault(place, `${behind.address} is IPv4: a network behind this laptop is IPv6`)
    return
  }
  if (isHost(behind.address)) {
    report.fault(place, `${behind.address} is a single address: nobody else has room behind this laptop`)
    return
  }
  const net = network(behind.address)
  if (net === formatPrefix(own))
    report.fault(place, `${net} is the network itself: name the laptop’s own address in it`)
  const taken = home.prefixes.find((prefix) => parsePrefix(prefix) && contains(net, prefix))
  if (taken !== undefined)
    report.fault(place, `${net} takes in home’s ${taken}: what is behind this laptop is a part of home, or beside it`)
  const inside = (text: string, where: string) => {
    if (parseAddress(text) && contains(net, text))
      report.fault(where, `${text} is in ${net}, which is behind this laptop (behind.address)`)
  }
  home.hosts.forEach((host, n) => {
    inside(host, `home.hosts[${n}]`)
  })
  address.forEach((one, n) => {
    inside(one.address.split('/')[0] ?? '', `address[${n}].address`)
  })
  const told = toldNetworks(layer.at(-1))
  if (told && !told.networks.some((one) => parsePrefix(one) && contains(one, net)))
    report.fault(place, `${net} is in none of the ${told.key} of layer[${layer.length - 1}]`)
}
