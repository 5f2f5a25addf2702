/** This list has the packages that the guest's image is made of, by Debian's names. A change here makes a new image. */

export const suites = ['trixie', 'bookworm'] as const
export type Suite = (typeof suites)[number]

/** Returns the suite that this run uses, as `npm test -- --image bookworm` sets it. */
export function chosenSuite(): Suite {
  const name = process.env.ROAM6_IMAGE ?? suites[0]
  const suite = suites.find((known) => known === name)
  if (!suite) throw new Error(`no image ${name}; there are ${suites.join(', ')}`)
  return suite
}

export const packages = [
  // a machine: a kernel, its modules, users of their own
  'linux-image-amd64',
  'kmod',
  'udev',
  'util-linux',
  'procps',
  'e2fsprogs',
  // networks and what looks at them
  'iproute2',
  'nftables',
  'conntrack',
  'iputils-ping',
  'iputils-tracepath',
  'iputils-arping',
  'tcpdump',
  'iperf3',
  'socat',
  'radvd',
  'dnsmasq-base',
  // another program that takes routing rules: systemd-networkd
  'systemd',
  // the laptop's carriers and both ends' gateways
  'charon-systemd',
  'strongswan-swanctl',
  'libstrongswan-standard-plugins',
  'libstrongswan-extra-plugins',
  'libcharon-extra-plugins',
  'libcharon-extauth-plugins',
  'openiked',
  'openvpn',
  'tinc',
  'openssl',
  'ca-certificates',
] as const

/** These files are left out of the image: nobody reads manuals in there. */
export const leftOut = ['/usr/share/doc/*', '/usr/share/locale/*', '/usr/share/man/*', '/usr/share/info/*'] as const

/** The initrd needs these modules of the kernel to find the image and the checkout. */
export const bootModules = [
  'virtio_pci',
  'virtio_blk',
  'squashfs',
  'overlay',
  '9pnet_virtio',
  '9p',
  'virtio_net',
] as const
