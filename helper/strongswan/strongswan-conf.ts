/**
 * strongswan.conf of the private charon: fixed text, our own names and numbers; nothing that a profile says gets here.
 * Options: strongswan.conf(5). `charon-systemd` reads its own section, then `charon`.
 */
import { charonTable, fwmark, rulePriority } from '../core/change/marks.ts'

/**
 * In this order. OpenSSL brings the ciphers, hashes, groups and signatures. updown runs nothing but what the connection
 * names, and that is fixed text (core/layer/ike/name-servers.ts). Not loaded, because they would change the system:
 * resolve, bypass-lan, forecast; nor what reads files of the system's strongSwan.
 * A plugin that is not installed is passed over: `requiredPlugins` says which must be there.
 */
const plugins = [
  'random nonce openssl kdf pem pkcs1 pkcs8 x509 pubkey revocation constraints',
  // Fetches revocation lists that certificates name.
  'curl',
  'eap-identity eap-mschapv2 eap-tls',
  'kernel-netlink socket-default updown vici',
].join(' ')

/** With the Debian package that brings each; `openssl` stands for all ciphers. */
export const requiredPlugins: readonly { readonly plugin: string; readonly package: string }[] = [
  { plugin: 'openssl', package: 'libstrongswan' },
  { plugin: 'x509', package: 'libstrongswan' },
  { plugin: 'pem', package: 'libstrongswan' },
  { plugin: 'kernel-netlink', package: 'libstrongswan' },
  { plugin: 'socket-default', package: 'libstrongswan' },
]

/** A gateway that does not answer is named after 1.5 + 2.25 + 3.4 + 5.1 = 12 s, four packets, instead of 165 s. */
const retransmission = { timeout: 1.5, base: 1.5, tries: 3 }

/** How long a revocation list may hold up a connect (seconds); one that cannot be had passes. */
const revocationTimeout = 4

export interface CharonConf {
  readonly socket: string
  readonly logFile: string
  /** Ours: MOBIKE must not take them for a way out. */
  readonly ignoreInterfaces: readonly string[]
  /** 0: any free port. */
  readonly ports: { readonly ike: number; readonly nat: number }
  /**
   * /proc/sys/net/core/xfrm_acq_expires as it is (seconds): charon writes it when it starts, by default its own
   * retransmission time, and does not put it back. Told the same value, it changes nothing.
   */
  readonly acquireExpires: number
}

/**
 * `kernel-netlink.fwmark` is the mark of a rule that charon makes, for all packets but those with our mark, to a routing
 * table of its own that stays empty. Given that, charon asks the kernel for the way to the gateway as for a packet with
 * the mark (get_route in kernel_netlink_net.c). Without it, charon is given the source address of another VPN that takes
 * everything else, and nobody answers to that (tried). Undoing charon deletes the rule (`core/change/undo.ts`): a charon
 * that is killed leaves it.
 */
export const strongswanConf = ({
  socket,
  logFile,
  ignoreInterfaces,
  ports,
  acquireExpires,
}: CharonConf): string => `charon-systemd {
  load = ${plugins}
  port = ${ports.ike}
  port_nat_t = ${ports.nat}
  install_routes = no
  install_virtual_ip = no
  routing_table = ${charonTable}
  routing_table_prio = ${rulePriority.charon}
  interfaces_ignore = ${ignoreInterfaces.join(',')}
  process_route = yes
  prefer_best_path = yes
  retransmit_timeout = ${retransmission.timeout}
  retransmit_base = ${retransmission.base}
  retransmit_tries = ${retransmission.tries}
  plugins {
    vici {
      socket = unix://${socket}
    }
    socket-default {
      fwmark = ${fwmark}
    }
    kernel-netlink {
      fwmark = !${fwmark}
      xfrm_acq_expires = ${acquireExpires}
    }
    updown {
      dns_handler = yes
    }
    revocation {
      timeout = ${revocationTimeout}s
    }
  }
  journal {
    default = -1
  }
  syslog {
    daemon {
      default = -1
    }
    auth {
      default = -1
    }
  }
  filelog {
    private {
      path = ${logFile}
      default = 1
      flush_line = yes
    }
  }
}
`
