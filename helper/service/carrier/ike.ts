/** IKEv2 by a private charon, which takes longest to be ready: it starts while the name resolves. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import { ifId, overlayInterface, reqid, xfrmInterface } from '../../core/change/marks.ts'
import type { IkeEstablished } from '../../core/layer/ike/security.ts'
import { greInTransport, isTransport } from '../../core/layer/ike/transport.ts'
import { ownEnd } from '../../core/layer/own-end.ts'
import { done } from '../../core/outcome.ts'
import { type PrivateCharon, startPrivateCharon } from '../../strongswan/private-charon.ts'
import type { Carrier, CarrierPorts, PrepareCarrier } from './carrier.ts'

const inWords = ({ remoteId, natBetween, udpEncapsulation }: IkeEstablished) => {
  const between = natBetween ? 'There is NAT between' : 'No NAT between'
  return `The gateway proved to be ${remoteId}. ${between}: ESP goes ${udpEncapsulation ? 'in UDP' : 'as it is'}.`
}

export const prepareIke =
  (layer: IkeLayer): PrepareCarrier =>
  (profile, ports, signal) => {
    const cancel = new AbortController()
    const starting = startCharon(layer, ports, AbortSignal.any([signal, cancel.signal]))
    // Where we stop before it is waited for, its own end by the same abort is nobody's surprise.
    starting.catch(() => undefined)
    return {
      async connect({ gateway, underlay, strategy }) {
        const charon = await starting
        if (!charon.ok) return charon
        const gre = greInTransport(profile)
        const own = gre && ownEnd(gre.local, gre.remote, { around: null, underlay })
        if (own?.ok === false) {
          charon.value.close()
          return own
        }
        const certificates = profile.certificate
        const name = profile.name
        const request = { gateway, localAddress: own?.value, profileName: name, layer, certificates, strategy }
        const connected = await charon.value.connect(request, () => undefined, signal)
        if (connected.ok) return done(carrierOver(charon.value, connected.value))
        charon.value.close()
        return connected
      },
      async abandon() {
        cancel.abort()
        const charon = await starting.catch(() => undefined)
        if (charon?.ok) charon.value.close()
      },
    }
  }

async function startCharon(layer: IkeLayer, ports: CarrierPorts, signal: AbortSignal) {
  await ports.transaction.make([{ kind: 'xfrm-owner', ...(isTransport(layer) ? { reqid } : { ifId }) }], signal)
  return startPrivateCharon({
    ...ports,
    role: `${ports.runtime}/charon`,
    ignoreInterfaces: [xfrmInterface, overlayInterface],
    ...(layer.ports ? { ports: layer.ports } : {}),
    signal,
  })
}

const carrierOver = (charon: PrivateCharon, established: IkeEstablished): Carrier => ({
  established,
  found: inWords(established),
  now: () => charon.security(),
  changed: charon.changed,
  died: charon.died,
  close: () => charon.close(),
})
