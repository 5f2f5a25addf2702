/**
 * Makes one connect by a running charon: judges what the profile has, loads it, initiates, and tells the result. Each step opens a
 * connection of its own, since a connection answers in order, and a waiting `initiate` would hold up the steps after it.
 */
import { readFile } from 'node:fs/promises'
import { certificateFacts, ownCertificate } from '../certificate/certificate-facts.ts'
import type { IkeLayer } from '../contract/layer/ike.ts'
import type { Finding } from '../contract/problem.ts'
import { judgeOwnCertificate, type OwnCertificate, whatWasChecked } from '../core/certificate/own-certificate.ts'
import {
  asksForAddress,
  childName,
  connectionName,
  loadSteps,
  neededPlugins,
  ownAuthentication,
} from '../core/layer/ike/connection-config.ts'
import { diagnoseFailure, type FailureContext } from '../core/layer/ike/diagnose-failure.ts'
import { judgeVirtualAddresses, readEstablished } from '../core/layer/ike/established.ts'
import { readNameServers } from '../core/layer/ike/name-servers.ts'
import type { IkeRequest } from '../core/layer/ike/request.ts'
import { booleanOf, type Section, section, textOf } from '../core/layer/ike/section.ts'
import type { IkeEstablished } from '../core/layer/ike/security.ts'
import { isTransport, judgeMode } from '../core/layer/ike/transport.ts'
import { done, failed, finding, type Outcome, type RemoteOutcome } from '../core/outcome.ts'
import type { Daemon } from '../daemon/daemon.ts'
import { fileAppears } from '../files/file-appears.ts'
import { connectVici, type ViciConnection } from './vici-client.ts'

/** Loading is parsing; under emulation a key takes some seconds (measured in the lab). */
const commandMs = 10_000
/** Outlasts the 12 s after which charon itself gives up on a silent gateway: two exchanges, revocation lists, EAP. */
const initiateMs = 30_000
/** Waits for the command that charon runs with the name servers once the CHILD_SA is up; the tunnel stands without them as well. */
const nameServersMs = 3_000

export interface RunningCharon {
  readonly daemon: Daemon
  readonly socket: string
  /** The plugins that it has loaded. */
  readonly plugins: ReadonlySet<string>
  /** charon writes the DNS servers that the gateway hands out to this file. */
  readonly nameServerFile: string
}

async function withVici<Value>(
  { socket }: RunningCharon,
  signal: AbortSignal,
  use: (vici: ViciConnection) => Promise<Value>,
): Promise<Value> {
  const vici = await connectVici(socket, { deadlineMs: commandMs, signal })
  try {
    return await use(vici)
  } finally {
    vici.close()
  }
}

/** Asks charon; null where nothing is established. Rejects with a `ViciError` where charon does not say. */
export async function establishedNow(charon: RunningCharon, signal: AbortSignal): Promise<IkeEstablished | null> {
  const nameServers = readNameServers(await readFile(charon.nameServerFile, 'utf8').catch(() => ''))
  let established: IkeEstablished | null = null
  const onEvent = (event: Section) => {
    established = readEstablished(event, Date.now(), nameServers) ?? established
  }
  const options = { deadlineMs: commandMs, signal, event: 'list-sa', onEvent }
  await withVici(charon, signal, (vici) => vici.request('list-sas', section({ ike: connectionName }), options))
  return established
}

/** charon says so when the gateway's AUTH payload was verified (libcharon/sa/ikev2/authenticators). */
const gatewayProved = /authentication of '.*' with .* successful/

/**
 * Rejects only when aborted. After a failure the ledger ends charon, which says goodbye to the gateway by itself: nothing is taken
 * back here.
 */
export async function connectIke(
  charon: RunningCharon,
  asked: Omit<IkeRequest, 'nameServerFile'>,
): Promise<RemoteOutcome<IkeEstablished>> {
  const request: IkeRequest = { ...asked, nameServerFile: charon.nameServerFile }
  const now = new Date().toISOString()
  const own = ownOf(request)
  const ready = judgeReadiness(charon, request.layer, own, now)
  if (!ready.ok) return ready
  const log: string[] = []
  const context = failureContext(request, own, now)
  const diagnose = (lastLine: string) => diagnoseFailure([...log, lastLine], context)
  const tried = await charon.daemon.until(
    (signal) => initiate(charon, request, { log, diagnose }, signal),
    (why) => diagnose(`[VICI] ${why}`),
  )
  const outcome = tried.ok ? tried.value : tried
  return outcome.ok ? outcome : { ...outcome, authenticated: log.some((line) => gatewayProved.test(line)) }
}

/** Reads our own certificate, where the profile names one. */
function ownOf({ layer, certificates }: IkeRequest): OwnCertificate | null {
  const name = layer.identity.certificate
  const certificate = name === undefined ? undefined : certificates[name]
  return name === undefined || !certificate ? null : ownCertificate(name, certificate)
}

/** Judges what can be known before the gateway is asked. */
function judgeReadiness({ plugins }: RunningCharon, layer: IkeLayer, own: OwnCertificate | null, now: string) {
  const missing = neededPlugins[ownAuthentication(layer)].find(({ plugin }) => !plugins.has(plugin))
  if (missing) {
    const args = { program: `strongSwan’s plugin ${missing.plugin}`, package: missing.package }
    return failed(finding('program-missing', args, [`charon has loaded: ${[...plugins].join(' ')}`]))
  }
  return own ? judgeOwnCertificate(own, now) : done(undefined)
}

function failureContext(
  { layer, certificates, gateway }: IkeRequest,
  own: OwnCertificate | null,
  now: string,
): FailureContext {
  const authorities = (layer.peer.authorities ?? []).flatMap((name) => certificateFacts(certificates[name]?.pem ?? ''))
  return {
    gateway,
    peerId: layer.peer.id,
    asksForAddress: asksForAddress(layer),
    inTransport: isTransport(layer),
    authorities: authorities.map(({ subject }) => subject),
    checked: own
      ? whatWasChecked(own, layer.identity.id)
      : [`our identity ${layer.identity.id}, by ${ownAuthentication(layer)}`],
    now,
  }
}

interface Telling {
  /** charon's lines about this connect. */
  readonly log: string[]
  readonly diagnose: (lastLine: string) => Finding
}

async function initiate(
  charon: RunningCharon,
  request: IkeRequest,
  { log, diagnose }: Telling,
  signal: AbortSignal,
): Promise<Outcome<IkeEstablished>> {
  const { layer, nameServerFile } = request
  const loaded = await withVici(charon, signal, (vici) => load(vici, request, signal))
  if (!loaded.ok) return loaded
  const onEvent = (event: Section) => void log.push(`[${textOf(event, 'group') ?? ''}] ${textOf(event, 'msg') ?? ''}`)
  const message = section({ ike: connectionName, child: childName, timeout: String(initiateMs), loglevel: '1' })
  const options = { deadlineMs: initiateMs + commandMs, signal, event: 'control-log', onEvent }
  const initiated = await withVici(charon, signal, (vici) => vici.request('initiate', message, options))
  const isUp = booleanOf(initiated, 'success')
  if (isUp && asksForAddress(layer) && charon.plugins.has('updown')) {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(nameServersMs)])
    await fileAppears(nameServerFile, deadline).catch(() => signal.throwIfAborted())
  }
  const established = isUp ? await establishedNow(charon, signal) : null
  if (!established) return failed(diagnose(textOf(initiated, 'errmsg') ?? ''))
  const mode = judgeMode(layer, established)
  if (!mode.ok) return mode
  const addresses = judgeVirtualAddresses(layer, established.virtualAddresses)
  return !addresses.ok && addresses.finding.code === 'no-virtual-address' ? addresses : done(established)
}

/** Loads the profile into charon; credentials of an earlier connect are cleared first. */
async function load(vici: ViciConnection, request: IkeRequest, signal: AbortSignal): Promise<Outcome<void>> {
  const options = { deadlineMs: commandMs, signal }
  await vici.request('clear-creds', section({}), options)
  for (const { command, message } of loadSteps(request)) {
    const answer = await vici.request(command, message, options)
    if (!booleanOf(answer, 'success')) {
      const words = `charon refuses what ${command} gives it: ${textOf(answer, 'errmsg') ?? ''}`
      return failed(finding('ike-failed', { gateway: request.gateway }, [words]))
    }
  }
  return done(undefined)
}
