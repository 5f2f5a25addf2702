/** These lines of shell set $node; $dist is the folder that the program's path is relative to. */
const nodeOfCheckout = `case $(uname -m) in
  aarch64) arch=arm64 ;;
  *) arch=x64 ;;
esac
node=$dist/../node_modules/node-linux-$arch/bin/node
[ -x "$node" ] || {
  echo "$(basename -- "$0"): no Node beside it ($node); npm install brings it" >&2
  exit 1
}
`
/** A package has one architecture, and Node lies beside the programs. */
export const nodeOfPackage = 'node=$dist/node\n'

/**
 * The shell script in front of a program: it finds its Node relative to itself, wherever the tree is mounted.
 * @param output where the script will lie, relative to dist/
 * @param program what it runs, likewise
 * @param findNode lines of shell that set $node
 */
export function launcher(output: string, program: string, asRoot: boolean, findNode = nodeOfCheckout): string {
  return `#!/bin/sh
# Runs on the Node that came with this tree, never on the machine's.
${asRoot ? rootEnvironment : ''}unset NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS OPENSSL_CONF
dist=$(dirname -- "$(readlink -f -- "$0")")${'/..'.repeat(output.split('/').length - 1)}
${findNode}exec "$node" ${asRoot ? daemonRuntime : ''}"$dist/${program}" "$@"
`
}

/**
 * A daemon sleeps most of its life: a small nursery and no compiled code, which cost memory and pay nothing back; and it
 * may collect its garbage when it likes (helper/system/memory.ts). What no collection saw in use since the one before is compiled anew.
 */
const daemonRuntime =
  '--max-semi-space-size=1 --optimize-for-size --single-threaded-gc --no-opt --no-maglev --no-sparkplug --bytecode-old-age=1 --expose-gc '

/** What root runs must not be chosen by who calls. */
const rootEnvironment = `PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
`
