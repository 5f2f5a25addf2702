/** Serves the window its own files, and nothing else: no network, no file system, no permissions, no way elsewhere. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { app, protocol, type Session, type WebContents } from 'electron'
import { origin, scheme } from './origin.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** Everything is refused but what the app itself consists of. Said in the page as well; here nothing can edit it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "webrtc 'block'",
].join('; ')

/** Must be called before the app is ready. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
}

/** @param folder the built renderer; only files that are there now are ever served */
export function serveOnlyAppFiles(session: Session, folder: string): void {
  const files = new Map(listFiles(folder).map((path) => [`${origin}/${relative(folder, path)}`, path]))
  // Deprecated since Electron 25, but the only one that the stand-in's 22 and today's both have.
  session.protocol.registerBufferProtocol(scheme, (request, respond) => {
    const path = files.get(request.url.replace(/[?#].*$/, ''))
    if (request.method !== 'GET' || path === undefined) return respond({ statusCode: 404, data: Buffer.alloc(0) })
    respond({
      data: readFileSync(path),
      mimeType: types[extname(path)] ?? 'application/octet-stream',
      charset: 'utf-8',
      headers: { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' },
    })
  })
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = details.url.startsWith(`${origin}/`) || (!app.isPackaged && details.url.startsWith('devtools://'))
    decide({ cancel: !own })
  })
}

/** For every session that ever comes to be: permits nothing, saves nothing. Files are saved by the person's own dialog. */
export function permitNothing(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  // No request of ours goes by a proxy; what the policies of pages and sessions do not see (TURN over TCP) would, and ends there.
  void session.setProxy({ proxyRules: deadEnd, proxyBypassRules: '<-loopback>' })
}

/** Nobody listens on the discard port (RFC 863) of a laptop. */
const deadEnd = 'socks5://127.0.0.1:9'

/** Names are nobody's business here: neither is a page's hint asked for (dns-prefetch), nor the name of a STUN server. */
export function resolveNothing(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? listFiles(path) : [path]
  })
}

/** For every contents that ever comes to be: stays where it is, opens nothing, embeds nothing. */
export function holdInPlace(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // WebRTC sends datagrams past every policy of pages and sessions; then it has none to send.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
