/**
 * One connect by a running charon: judge what we have, load it, initiate, and tell what came of it. Every step opens
 * a connection of its own where it must not wait for another: a blocked `initiate` cannot hold up its own `terminate`.
 */
import { readFile } from 'node:fs/promises'
import { certificateFacts, ownCertificate } from '../certificate/certificate-facts.ts'
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
import { fileAppears } from '../files/file-appears.ts'
import { connectVici, type ViciConnection, ViciError } from './vici-client.ts'

/** Loading is parsing; under emulation a key takes a while. */
const commandMs = 10_000
/** Beyond the 12 s after which charon itself gives up on a silent gateway: two exchanges, revocation lists, EAP. */
const initiateMs = 30_000
/** charon runs the command that writes them down once the CHILD_SA is up; without them the tunnel stands all the same. */
const nameServersMs = 3_000
/** How long the gateway may take to confirm our DELETE. It forgets us anyway, by its own dead peer detection. */
const farewellMs = 1_000

export async function withVici<Value>(
  socket: string,
  signal: AbortSignal | undefined,
  use: (vici: ViciConnection) => Promise<Value>,
): Promise<Value> {
  const vici = await connectVici(socket, { deadlineMs: commandMs, signal })
  try {
    return await use(vici)
  } finally {
    vici.close()
  }
}

export async function establishedNow(
  socket: string,
  nameServerFile: string,
  signal?: AbortSignal,
): Promise<IkeEstablished | null> {
  const nameServers = readNameServers(await readFile(nameServerFile, 'utf8').catch(() => ''))
  let established: IkeEstablished | null = null
  const onEvent = (event: Section) => {
    established = readEstablished(event, Date.now(), nameServers) ?? established
  }
  try {
    await withVici(socket, signal, (vici) =>
      vici.request('list-sas', section({ ike: connectionName }), {
        deadlineMs: commandMs,
        signal,
        event: 'list-sa',
        onEvent,
      }),
    )
  } catch (error) {
    if (!(error instanceof ViciError) || error.failure === 'aborted') throw error
    return null // a daemon that does not say so has nothing established
  }
  return established
}

/** Waits for the gateway's confirmation for a moment, then forgets. Nothing there: nothing to do. */
export async function terminate(socket: string, deadlineMs: number): Promise<void> {
  const timeout = String(Math.min(farewellMs, deadlineMs))
  const message = section({ ike: connectionName, force: 'yes', timeout })
  try {
    await withVici(socket, AbortSignal.timeout(deadlineMs), (vici) =>
      vici.request('terminate', message, { deadlineMs }),
    )
  } catch (error) {
    if (!(error instanceof ViciError)) throw error
  }
}

/** charon's words when the gateway's AUTH payload was verified (libcharon/sa/ikev2/authenticators). */
const gatewayProved = /authentication of '.*' with .* successful/

/** Rejects only when aborted. After a failure nothing of the attempt is left in charon or the kernel. */
export async function connectIke(
  socket: string,
  plugins: ReadonlySet<string>,
  request: IkeRequest,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<RemoteOutcome<IkeEstablished>> {
  const { layer, certificates } = request
  const now = new Date().toISOString()
  const authentication = ownAuthentication(layer)
  const missing = neededPlugins[authentication].find(({ plugin }) => !plugins.has(plugin))
  if (missing) {
    const args = { program: `strongSwan’s plugin ${missing.plugin}`, package: missing.package }
    return failed(finding('program-missing', args, [`charon has loaded: ${[...plugins].join(' ')}`]))
  }
  let own: OwnCertificate | null = null
  const named = layer.identity.certificate
  const certificate = named === undefined ? undefined : certificates[named]
  if (named !== undefined && certificate) {
    own = ownCertificate(named, certificate)
    const judged = judgeOwnCertificate(own, now)
    if (!judged.ok) return judged
  }

  const log: string[] = []
  const onLog = (event: Section) => {
    const line = `[${textOf(event, 'group') ?? ''}] ${textOf(event, 'msg') ?? ''}`
    log.push(line)
    onProgress(line)
  }
  const authorities = (layer.peer.authorities ?? []).flatMap((name) => certificateFacts(certificates[name]?.pem ?? ''))
  const context: FailureContext = {
    gateway: request.gateway,
    peerId: layer.peer.id,
    asksForAddress: asksForAddress(layer),
    inTransport: isTransport(layer),
    authorities: authorities.map(({ subject }) => subject),
    checked: own ? whatWasChecked(own, layer.identity.id) : [`our identity ${layer.identity.id}, by ${authentication}`],
    now,
  }
  const giveUp = async ({
    finding: why,
  }: Extract<Outcome<never>, { ok: false }>): Promise<RemoteOutcome<IkeEstablished>> => {
    await terminate(socket, commandMs)
    return { ok: false, finding: why, authenticated: log.some((line) => gatewayProved.test(line)) }
  }
  try {
    const loaded = await withVici(socket, signal, (vici) => load(vici, request, signal))
    if (!loaded.ok) return loaded
    const initiated = await withVici(socket, signal, (vici) =>
      vici.request(
        'initiate',
        section({ ike: connectionName, child: childName, timeout: String(initiateMs), loglevel: '1' }),
        { deadlineMs: initiateMs + commandMs, signal, event: 'control-log', onEvent: onLog },
      ),
    )
    const success = booleanOf(initiated, 'success')
    if (success && asksForAddress(layer) && plugins.has('updown')) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(nameServersMs)])
      await fileAppears(request.nameServerFile, deadline).catch(() => signal.throwIfAborted())
    }
    const established = success ? await establishedNow(socket, request.nameServerFile, signal) : null
    if (!established) return giveUp(failed(diagnoseFailure([...log, textOf(initiated, 'errmsg') ?? ''], context)))
    const mode = judgeMode(layer, established)
    if (!mode.ok) return giveUp(mode)
    const addresses = judgeVirtualAddresses(layer, established.virtualAddresses)
    if (!addresses.ok && addresses.finding.code === 'no-virtual-address') return giveUp(addresses)
    return done(established)
  } catch (error) {
    if (!(error instanceof ViciError)) throw error
    // Whoever aborts ends charon next, which says goodbye by itself.
    if (signal.aborted) throw signal.reason
    return giveUp(failed(diagnoseFailure([...log, `[VICI] ${error.message}`], context)))
  }
}

/** What an earlier profile left is cleared first. */
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
