// A package for tests begins with this file instead of main.cjs, so that nobody takes the old Electron in it for a release.
process.stderr.write(
  `Roam6: this package is for tests alone. It has Electron ${process.versions.electron}, a stand-in for the current one.\n`,
)
require('./main.cjs')
