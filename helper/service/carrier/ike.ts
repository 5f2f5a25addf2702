/** Carries by IKEv2 with a charon of our own, which takes longest to be ready: it starts while the gateway's name is resolved. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Profile } from '../../contract/profile.ts'
import { ifId, overlayInterface, reqid, xfrmInterface } from '../../core/change/marks.ts'
import type { IkeEstablished } from '../../core/layer/ike/security.ts'
import { greInTransport, isTransport } from '../../core/layer/ike/transport.ts'
import { ownEnd } from '../../core/layer/own-end.ts'
import { done, failed, type Outcome } from '../../core/outcome.ts'
import { follow } from '../../daemon/follow.ts'
import { startPrivateCharon } from '../../strongswan/private-charon.ts'
import type { Carry, Destination } from './carrier.ts'

const inWords = ({ remoteId, natBetween, udpEncapsulation }: IkeEstablished) => {
  const between = natBetween ? 'There is NAT between' : 'No NAT between'
  return `The gateway proved to be ${remoteId}. ${between}: ESP goes ${udpEncapsulation ? 'in UDP' : 'as it is'}.`
}

/** Our end of IKE, where GRE in transport mode fixes it; undefined where the route to the gateway chooses it. */
function localAddress(profile: Profile, { underlay }: Destination): Outcome<string | undefined> {
  const gre = greInTransport(profile)
  return gre ? ownEnd(gre.local, gre.remote, { around: null, underlay }) : done(undefined)
}

export const carryByIke =
  (layer: IkeLayer): Carry =>
  async ({ profile, ports, signal, destination, established }) => {
    await ports.transaction.make([{ kind: 'xfrm-owner', ...(isTransport(layer) ? { reqid } : { ifId }) }], signal)
    const ignoreInterfaces = [xfrmInterface, overlayInterface]
    const started = await startPrivateCharon({ ...ports, ignoreInterfaces, ports: layer.ports, signal })
    if (!started.ok) return started
    const charon = started.value
    try {
      const to = await charon.daemon.until(() => destination)
      if (!to.ok) return to
      const own = localAddress(profile, to.value)
      if (!own.ok) return own
      const { gateway, strategy } = to.value
      const connected = await charon.connect({
        gateway,
        strategy,
        layer,
        profileName: profile.name,
        certificates: profile.certificate,
        localAddress: own.value,
      })
      if (!connected.ok) return connected
      const words = inWords(connected.value)
      return failed(await follow(charon, connected.value, (now) => established(now, words)))
    } finally {
      charon.close()
    }
  }
