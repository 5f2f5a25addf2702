/** These limits say how much of the helper one caller may take. Each is many times what the app and the command line need. */
export const limits = {
  /** Connections at one time, for each user that is served: an app, some command lines that watch, a curious person. Root's places are apart from the person's. */
  connectionsPerUser: 16,
  /** Refused connections that are being told why, at one time; further ones are closed without a word. */
  farewells: 64,
  /** A refused client has this long to hang up by itself: a client may lose words that arrive together with the end of the connection. */
  farewellMs: 250,
  /** Bytes of one header. "Content-Length: 12582912" and "Content-Type: …" (LSP's base protocol) take 120. */
  headerBytes: 4 * 1024,
  /** A longer message is an import; each user has one of those at a time. */
  shortMessageBytes: 64 * 1024,
  /** Levels of brackets in one message: an import has four. */
  depth: 16,
  /** Values in one message: an import of 256 files has a thousand. */
  values: 20_000,
  requestsInFlight: 8,
  /** Time until a connection's first whole request; after that a client that watches may be silent for days. */
  firstRequestMs: 5_000,
  /** Time from the first byte of a message to its last. */
  messageMs: 10_000,
  /** Bytes written to a client that it has not read. Beyond this, no further request of the client is read, and notifications are held back. */
  unreadBytes: 256 * 1024,
} as const
