/** This module makes the manual page roam6-helper(8). It reads options, verbs, routing tables and rule priorities from the helper's own code, so that the page cannot differ from it. */
import {
  charonTable,
  daemonInterface,
  daemonUser,
  guardTable,
  ifId,
  importUser,
  inputTable,
  linkAlias,
  overlayInterface,
  reqid,
  routeProtocol,
  rulePriority,
  table,
  xfrmInterface,
} from '../../helper/core/change/marks.ts'
import { type HelperOption, helperOptions, helperVerbs, optionForm } from '../../helper/options.ts'
import { bold, entry, italic, page, paragraph, plain, prose, section } from './roff.ts'

type Row = readonly [term: string, says: string]

const exits: readonly Row[] = [
  ['0', 'It ended by a signal, or with start: the helper listens.'],
  ['1', 'It could not start; the reason is on standard error.'],
  ['2', 'The call itself is wrong.'],
]

const signals: readonly Row[] = [
  [
    'SIGTERM, SIGINT',
    'Take the tunnel down and end. What a wish for home needs is kept: the guard stands on, and the next helper brings the tunnel back. To leave home, use roam6 down first.',
  ],
  [
    'SIGKILL',
    'Nothing is undone at once. The next helper finds what this one made, ends its daemons, and brings the machine to the intent.',
  ],
]

const files: readonly Row[] = [
  ['/run/roam6/helper.sock', 'The socket. It belongs to the user that is served; the kernel refuses all others.'],
  ['/run/roam6', 'Folders of the daemons while they run, each for root or the daemon’s own user.'],
  ['/var/lib/roam6/profiles', 'The profiles with their keys, one file each, readable by root alone.'],
  ['/var/lib/roam6/journal', 'Every change that was made and not undone, with what undoes it.'],
  ['/var/lib/roam6/intent.json', 'What the person wants: which profile, up or down.'],
  ['/var/lib/roam6/program', 'With start: the copy of the program and its Node that runs as root.'],
  ['/var/lib/roam6/helper.log', 'With start: what the helper said since it started.'],
]

const hex = (number: number) => `0x${number.toString(16)}`

const changes: readonly Row[] = [
  [
    'Links',
    `${overlayInterface}, ${xfrmInterface}, ${daemonInterface}, or the device that a profile names. Each has the alias "${linkAlias('PROFILE')}".`,
  ],
  [
    'Rules',
    `Policy rules at ${rulePriority.jump} and at ${rulePriority.marked} to ${rulePriority.charon}, with protocol ${routeProtocol}.`,
  ],
  ['Routes', `In table ${table}, with protocol ${routeProtocol}. charon has table ${charonTable}, which stays empty.`],
  ['nftables', `The tables inet ${guardTable} and inet ${inputTable}.`],
  ['xfrm', `States and policies with if_id ${hex(ifId)}, or with reqid ${hex(reqid)} in transport mode.`],
  [
    'Processes',
    `charon as root; openvpn and tincd as user ${daemonUser}; the reader of an import as user ${importUser}. Nobody has these users.`,
  ],
  ['Forwarding', 'With [behind] only, and between that network and the tunnel alone.'],
]

const rows = (list: readonly Row[]) => list.flatMap(([term, says]) => entry(bold(term), prose(says)))

const optionEntry = (option: HelperOption) =>
  entry(bold(optionForm(option)), [
    ...prose(`${option.says}.`),
    ...(option.otherwise === undefined ? [] : ['.br', `Default: ${bold(option.otherwise)}`]),
  ])

export const helperPage = (version: string): string =>
  page({ name: 'roam6-helper', chapter: 8, manual: 'System Administration', version }, [
    section('Name', [plain('roam6-helper - the part of Roam6 that changes the system')]),
    section('Synopsis', [`${bold('roam6-helper')} [${bold('start')}] [${italic('OPTION')}]...`]),
    section('Description', [
      ...prose(
        'The helper runs as root. It alone changes links, addresses, routes, rules and filters, and starts the daemons that carry the tunnel. The app and roam6(1) ask it by a socket.',
      ),
      ...paragraph(
        'The app starts it by pkexec(1). By hand: sudo roam6-helper start serves the user who used sudo. One helper works on one state folder.',
      ),
    ]),
    section(
      'Verbs',
      helperVerbs.flatMap(({ name, says }) =>
        entry(name === null ? plain('without a verb') : bold(name), prose(`${says}.`)),
      ),
    ),
    section('Options', helperOptions.flatMap(optionEntry)),
    section('Exit status', rows(exits)),
    section('Signals', rows(signals)),
    section('What it changes', [
      ...prose(
        'While home is wanted, and with a profile, the machine has these. Each change is on disk with what undoes it before it is made; roam6 down undoes all.',
      ),
      ...rows(changes),
      ...paragraph('It writes nothing below /etc, and leaves the system’s own strongSwan, OpenVPN and tinc alone.'),
    ]),
    section('Files', rows(files)),
    section(
      'Environment',
      rows([
        ['PKEXEC_UID, SUDO_UID', 'With start and without --allow-uid: the user to serve, as pkexec and sudo say.'],
      ]),
    ),
    section('Security', [
      ...prose(
        'Whoever may ask the helper may connect, disconnect, and install and remove profiles: root, and the one user that it serves. Clients send fixed verbs with typed content, no paths, no arguments of programs and no shell. Each message, connection and wait has a limit.',
      ),
      ...paragraph(
        'What is in a file is read by a process without capabilities, network or a way to write. Nothing in a profile or an imported file is run. Secrets are in files of root’s, and never in arguments, environments or logs.',
      ),
      ...paragraph(
        'The guard keeps packets for home off the network that the laptop is on, from the wish until roam6 down, also while no helper runs. It does not outlast a reboot before the helper is started again.',
      ),
    ]),
    section('See also', [`${bold('roam6')}(1), ${bold('roam6-profile')}(5)`]),
  ])
