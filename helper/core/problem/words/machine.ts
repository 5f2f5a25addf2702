/** The machine: what the helper itself lacks, and what became of its own changes. */
import { advice, does, fixed, type Wordings } from './wording.ts'

export const machine = {
  'not-root': {
    layer: 'helper',
    severity: 'fatal',
    message: fixed('The helper runs without root'),
    remedies: advice('Start it from the app, or with sudo.'),
    acts: does('start-helper', 0),
  },
  'kernel-without': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ feature }) => `This kernel has no ${feature}`,
    remedies: ({ module }) => [
      `Load it: modprobe ${module}. If there is no such module, install the kernel package that brings it.`,
    ],
  },
  'program-missing': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ program }) => `${program} is not installed`,
    remedies: ({ package: name }) => [`Install it: apt install ${name}`],
  },
  'program-too-old': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ program, version }) => `${program} ${version} is too old`,
    remedies: ({ needed }) => [`Install version ${needed} or newer.`],
  },
  'daemon-died': {
    layer: 'ike',
    severity: 'fatal',
    passing: true,
    message: ({ program }) => `${program} ended unexpectedly`,
    remedies: advice('Connect again. If it happens twice, look at the log for its last words.'),
    acts: does('connect-again'),
  },
  'profile-unreadable': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ profile }) => `The profile “${profile}” is there, and is not understood`,
    remedies: ({ file }) => [
      `Mend it, or import it again and replace it: ${file}`,
      'If a later Roam6 wrote it, upgrade this one.',
    ],
  },
  'effect-failed': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ command }) => `The kernel refused: ${command}`,
    remedies: advice('The log shows the command and the answer; everything done before it was undone.'),
  },
  residue: {
    layer: 'helper',
    severity: 'attention',
    message: ({ count }) => `${count} changes could not be taken back`,
    remedies: advice('They stay in the journal and are tried again when the helper starts.'),
  },
  'name-taken': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ interface: name }) => `There is already a device ${name}, and it is not ours`,
    remedies: ({ interface: name }) => [`Remove or rename it: ip link show ${name}`],
  },
  'carrier-gone': {
    layer: 'gateway',
    severity: 'fatal',
    message: fixed('What was established with the gateway is gone'),
    remedies: advice('Roam6 connects again by itself.'),
  },
  contested: {
    layer: 'helper',
    severity: 'attention',
    message: ({ what }) => `Another program keeps taking away what Roam6 has made: ${what}`,
    remedies: advice(
      'Find the program that does: systemd-networkd, NetworkManager and firewalld remove what they do not know.',
      'Roam6 puts it back now and then.',
    ),
  },
  'system-unreadable': {
    layer: 'helper',
    severity: 'fatal',
    message: fixed('The kernel does not tell its links, addresses and routes'),
    remedies: advice('Roam6 asks again every second. If it stays, restart this laptop.'),
  },
  'system-slow': {
    layer: 'helper',
    severity: 'attention',
    message: ({ what }) => `${what} is not done in time`,
    remedies: advice(
      'Roam6 tries again by itself.',
      'Another program may hold the kernel’s lock for networks, or a disk may hang: see dmesg.',
    ),
  },
  'internal-error': {
    layer: 'helper',
    severity: 'fatal',
    message: ({ what }) => `A fault in Roam6 itself: ${what}`,
    remedies: advice('Roam6 tries again. Please report it, with the log: roam6 logs'),
  },
  'timed-out': {
    layer: 'helper',
    severity: 'fatal',
    passing: true,
    message: ({ what }) => `${what} took too long`,
    remedies: advice('Try again. The log says how far it came.'),
    acts: does('connect-again'),
  },
} as const satisfies Partial<Wordings>
