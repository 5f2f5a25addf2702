/** This table says which folder may import from which: the house's walls. The compiler keeps some of them too; a test keeps all by this table. */

export interface Room {
  /** Folder or file, from the root of the checkout. The longest one that matches a file is its room. */
  readonly path: string
  /** These are the other rooms of the checkout that it may import from; a room may always import from itself. */
  readonly rooms: readonly string[]
  /** These are packages by name; "node:*" stands for Node itself, "*" for any. */
  readonly packages: readonly string[]
}

const helperContracts = ['helper/contract']
const ports = 'helper/system/ports.ts'
const importAnswer = 'helper/profile-import/answer.ts'
const daemons = ['helper/strongswan', 'helper/openvpn', 'helper/tinc']
/** These lists are what several rooms have in common. */
const daemon = 'helper/daemon'
/** All of the helper but what reads files for it. */
const helperRooms = [
  'helper/core',
  'helper/files',
  'helper/journal',
  'helper/system',
  'helper/service',
  'helper/rpc',
  ...daemons,
  daemon,
  'helper/certificate',
  importAnswer,
  'helper/crypto.ts',
  'helper/version.ts',
  'helper/options.ts',
  'helper/run-helper.ts',
  'helper/start-detached.ts',
  ...helperContracts,
]

export const rooms: readonly Room[] = [
  { path: 'helper/contract', rooms: [], packages: ['valibot'] },
  // Parsers that are pure: text in, value out.
  { path: 'helper/core', rooms: helperContracts, packages: ['valibot', 'ipaddr.js', 'smol-toml'] },
  // Importers are pure, too, and run in a process of their own: what the helper has of them is the form of an answer.
  {
    path: 'helper/profile-import',
    rooms: ['helper/core', 'helper/certificate', ...helperContracts],
    packages: ['valibot', 'ipaddr.js', 'smol-toml', 'node-forge', 'fflate', 'nanotar'],
  },
  { path: importAnswer, rooms: helperContracts, packages: ['valibot'] },
  {
    path: 'helper/profile-import/child',
    rooms: ['helper/profile-import', 'helper/core', 'helper/certificate', 'helper/crypto.ts', ...helperContracts],
    packages: ['node:*', 'valibot'],
  },
  // What X.509 says, read by OpenSSL.
  { path: 'helper/certificate', rooms: ['helper/core', 'helper/crypto.ts', ...helperContracts], packages: ['node:*'] },
  { path: ports, rooms: ['helper/core', ...helperContracts], packages: ['node:*'] },
  // How a file survives a power cut, and whose a folder is: for whoever keeps something.
  { path: 'helper/files', rooms: [], packages: ['node:*'] },
  ...['helper/journal', 'helper/system', ...daemons].map((path) => ({
    path,
    rooms: [
      'helper/core',
      'helper/certificate',
      'helper/files',
      'helper/crypto.ts',
      ...helperContracts,
      ports,
      ...(daemons.includes(path) ? [daemon] : []),
    ],
    packages: ['node:*', 'valibot', 'ipaddr.js', 'koffi'],
  })),
  // How any daemon is started, heard and waited for.
  { path: daemon, rooms: ['helper/core', 'helper/files', ...helperContracts, ports], packages: ['node:*'] },
  { path: 'helper/version.ts', rooms: [], packages: [] },
  { path: 'helper/options.ts', rooms: [], packages: ['node:*'] },
  { path: 'helper/crypto.ts', rooms: [], packages: ['node:*'] },
  ...['helper/service', 'helper/rpc', 'helper/run-helper.ts', 'helper/start-detached.ts', 'helper/main.ts'].map(
    (path) => ({ path, rooms: helperRooms, packages: ['node:*', 'valibot', 'ipaddr.js', 'koffi'] }),
  ),
  { path: 'main/contract', rooms: helperContracts, packages: ['valibot'] },
  { path: 'main/preload.ts', rooms: ['main/contract'], packages: ['electron'] },
  { path: 'main', rooms: ['main/contract', ...helperContracts], packages: ['*'] },
  // The text for a gateway follows from a profile alone: window and command line make it by the same code.
  ...['main/gateway-verbs.ts', 'main/gateway-files.ts'].map((path) => ({
    path,
    rooms: ['main', 'main/contract', 'helper/core/gateway', ...helperContracts],
    packages: ['*'],
  })),
  // The command line reads profiles and files without a helper, by the same code; it never changes the system by itself.
  {
    path: 'main/cli',
    rooms: [
      'main',
      'main/contract',
      'helper/core/nearest.ts',
      'helper/core/profile',
      'helper/core/gateway',
      'helper/core/change/isolated.ts',
      importAnswer,
      ...helperContracts,
    ],
    packages: ['*'],
  },
  { path: 'renderer', rooms: ['main/contract', ...helperContracts], packages: ['react', 'react-dom', 'valibot'] },
  // The man page and the completions are made from the command line's table of verbs.
  { path: 'build', rooms: ['main/cli'], packages: ['*'] },
  // What people read of a program is made from the tables that the program itself goes by.
  {
    path: 'build/reference',
    rooms: ['main/cli', 'helper/options.ts', 'helper/core/change/marks.ts', ...helperContracts],
    packages: ['node:*', '@valibot/to-json-schema'],
  },
  { path: 'test', rooms: ['helper', 'main', 'renderer', 'build'], packages: ['*'] },
]

export function roomOf(file: string): Room | undefined {
  return rooms
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

/** Says why an import is against the rules, or undefined where it is not. `to` is a file of the checkout or a package's name. */
export function forbidden(from: string, to: { file: string } | { package: string }): string | undefined {
  const room = roomOf(from)
  if (!room) return `${from} is in no room of test/house/imports.ts`
  const isTest = /\.test\.tsx?$/.test(from)
  if ('package' in to) {
    const name = to.package
    const allowed = isTest ? [...room.packages, 'vitest', 'fast-check', 'node:*'] : room.packages
    const may = allowed.some((one) => one === '*' || one === name || (one === 'node:*' && name.startsWith('node:')))
    return may ? undefined : `${from} may not import ${name}`
  }
  const allowed = [room.path, ...room.rooms, ...(isTest ? ['test'] : [])]
  const into = roomOf(to.file)
  const may = allowed.some((path) => to.file === path || to.file.startsWith(`${path}/`))
  // A file may have walls of its own, as ports.ts has. The file belongs to its folder's room; the folder does not belong to the file's.
  return may && into ? undefined : `${from} may not import ${to.file}`
}
