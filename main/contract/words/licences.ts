/** This table names what is shipped with Roam6, and the licence of each. */
export const licences: readonly (readonly [name: string, licence: string])[] = [
  ['Roam6', 'MIT'],
  ['Electron', 'MIT'],
  ['Chromium', 'BSD-3-Clause and others'],
  ['Node.js', 'MIT and others'],
  ['fflate', 'MIT'],
  ['ipaddr.js', 'MIT'],
  ['koffi', 'MIT'],
  ['nanotar', 'MIT'],
  ['node-forge', '(BSD-3-Clause OR GPL-2.0)'],
  ['react', 'MIT'],
  ['react-dom', 'MIT'],
  ['smol-toml', 'BSD-3-Clause'],
  ['sudo-prompt', 'MIT'],
  ['valibot', 'MIT'],
  ['vscode-jsonrpc', 'MIT'],
]
