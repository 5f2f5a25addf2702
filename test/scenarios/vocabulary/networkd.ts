/** The real systemd-networkd on the laptop: when it starts it takes whatever rules are not its own. */
import type { RunningProcess } from '../../lab/machine/process.ts'
import { eventually } from './steps.ts'
import type { Scene, Step } from './story.ts'

/** This .network file gives wlan0 what the laptop has on the LAN already. */
const settings = ({ world: { lan } }: Scene) => `[Match]
Name=wlan0
[Network]
DHCP=no
IPv6AcceptRA=no
Address=${lan.laptop}/24
Gateway=${lan.router}`

/**
 * With mounts of its own, so that no file of it stays. Without udev it takes a link only where /sys cannot be written, as in a container. It
 * wants to know which machine this is, and runs as a user of its own: not each of the lab's images has these, as its package's scripts
 * did not run there.
 */
const start = (scene: Scene) => `
mount -o remount,bind,ro /sys
mount -t tmpfs tmpfs /run
cp -a /etc /run/etc
mount --bind /run/etc /etc
mount -t tmpfs tmpfs /etc/systemd
grep -q ^systemd-network: /etc/passwd || echo systemd-network:x:998:998::/:/usr/sbin/nologin >>/etc/passwd
grep -q ^systemd-network: /etc/group || echo systemd-network:x:998: >>/etc/group
echo '${'6'.repeat(32)}' >/etc/machine-id
mkdir -p /etc/systemd/network /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
chown -R systemd-network: /run/systemd/netif
cat >/etc/systemd/network/10-wlan0.network <<end
${settings(scene)}
end
exec /lib/systemd/systemd-networkd`

/** Its address, route and settings are as they were before it had come, and what a router advertises is taken again. */
const restored = ({ world: { lan } }: Scene) => `
sysctl -qw net.ipv6.conf.wlan0.accept_ra=1 net.ipv4.conf.wlan0.promote_secondaries=0
ip address delete ${lan.laptop}/24 dev wlan0
ip address add ${lan.laptop}/24 dev wlan0
ip route replace default via ${lan.router}`

export function networkd(): { readonly starts: Step; readonly ends: Step } {
  let running: RunningProcess | undefined
  return {
    starts: {
      says: 'systemd-networkd starts',
      async perform(scene) {
        const separate = ['unshare', '--mount', '--propagation', 'private']
        running = scene.world.laptop.start([...separate, 'sh', '-ec', start(scene)])
        await running.waitFor(/wlan0: Configuring with/, 20_000)
      },
    },
    ends: {
      says: 'systemd-networkd ends, and what it had is as it was before',
      async perform(scene) {
        await running?.stop()
        await scene.world.laptop.run(['sh', '-ec', restored(scene)])
        await eventually(10, async () => {
          const { stdout } = await scene.world.laptop.run(['ip', '-6', 'address', 'show', 'dev', 'wlan0', 'dynamic'])
          if (!stdout.includes('inet6')) throw new Error('no address by router advertisement')
        })
      },
    },
  }
}
