/** charon for the ways that have IKEv2: told by files and swanctl, as strongSwan's documentation has it. */
import { defaultEspProposals, defaultIkeProposals } from '../../../helper/core/layer/ike/proposals.ts'
import type { HostFile } from '../../lab/hosts/host.ts'
import { ikeOf, type WrittenProfile } from '../../lab/profile.ts'
import { folder, ip } from './by-hand.ts'

export const ifId = 42

const daemon = `charon-systemd {
  load = random nonce openssl kdf pem pkcs1 pkcs8 x509 pubkey revocation constraints curl eap-identity eap-mschapv2 eap-tls kernel-netlink socket-default vici
  port = 0
  port_nat_t = 0
  install_routes = no
  install_virtual_ip = no
  routing_table = 0
  interfaces_ignore = hand-x,hand
  plugins {
    vici {
      socket = unix://${folder}/vici
    }
    socket-default {
      fwmark = 0x6006
    }
    kernel-netlink {
      xfrm_acq_expires = 30
    }
  }
  journal {
    default = -1
  }
}
swanctl {
  load = pem pkcs1 pkcs8 x509 pubkey openssl random
}`

function connection(profile: WrittenProfile): string {
  const layer = ikeOf(profile)
  const own = layer['local-networks'] ?? []
  const virtual = layer['request-addresses'] ?? []
  return `connections {
  home {
    version = 2
    remote_addrs = ${profile.gateway}
    proposals = ${(layer['ike-proposals'] ?? defaultIkeProposals).join(',')}
    ${virtual.length > 0 ? `vips = ${virtual.join(',')}` : ''}
    local {
      auth = pubkey
      certs = laptop.pem
      id = ${layer.identity.id}
    }
    remote {
      auth = pubkey
      id = ${layer.peer.id}
    }
    children {
      home {
        local_ts = ${own.length > 0 ? own.join(',') : 'dynamic'}
        remote_ts = ${(layer['remote-networks'] ?? []).join(',')}
        if_id_in = ${ifId}
        if_id_out = ${ifId}
        set_mark_out = 0x6006
        esp_proposals = ${(layer['esp-proposals'] ?? defaultEspProposals).join(',')}
      }
    }
  }
}`
}

export function charonFiles(profile: WrittenProfile): readonly HostFile[] {
  const { laptop, ca } = profile.certificate ?? {}
  return [
    { path: `${folder}/strongswan.conf`, content: daemon },
    { path: `${folder}/swanctl.conf`, content: connection(profile) },
    { path: `${folder}/x509/laptop.pem`, content: laptop?.pem ?? '' },
    { path: `${folder}/private/laptop.key`, content: laptop?.key ?? '', mode: '0600' },
    { path: `${folder}/x509ca/ca.pem`, content: ca?.pem ?? '' },
  ]
}

/** Ends when ESP is there. */
export const initiate = `${ip(4, ['rule add fwmark 0x6006 lookup main pref 90 protocol 67'])}
export STRONGSWAN_CONF=${folder}/strongswan.conf SWANCTL_DIR=${folder}
charon-systemd >/dev/null 2>&1 &
echo $! >pid
until [ -S vici ]; do sleep 0.01; done
swanctl --load-all --uri unix://${folder}/vici --file swanctl.conf >/dev/null
swanctl --initiate --child home --timeout 30 --uri unix://${folder}/vici >/dev/null
`
