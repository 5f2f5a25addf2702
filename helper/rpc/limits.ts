/** How much of the helper one caller may take. Figures are many times what the app and the command line need. */
export const limits = {
  /** Of each user that is served: an app, some command lines that watch, a curious person. Root's are apart from the person's. */
  connectionsPerUser: 16,
  /** Connections that are told why they are refused, at one time; more are closed without a word. */
  farewells: 64,
  /** One that is told has this long to hang up by itself: what is closed at once may lose the words. */
  farewellMs: 250,
  /** "Content-Length: 12582912" and "Content-Type: …" (LSP's base protocol) take 120 bytes. */
  headerBytes: 4 * 1024,
  /** What is longer is an import; a user has one of those at a time. */
  shortMessageBytes: 64 * 1024,
  /** Levels of brackets: an import has four. */
  depth: 16,
  /** Values in one message: an import of 256 files has a thousand. */
  values: 20_000,
  requestsInFlight: 8,
  /** Until the first whole request; a client that watches may say nothing more for days. */
  firstRequestMs: 5_000,
  /** From a message's first byte to its last. */
  messageMs: 10_000,
  /** Written, and not read by the client: beyond this no request of it is read, and a snapshot waits for a later one. */
  unreadBytes: 256 * 1024,
} as const
