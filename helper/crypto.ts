/**
 * Node's crypto, loaded by who first needs it: a tenth of what a waiting helper takes, for nothing as long as it waits.
 * (An import of it also loads what only its getters stand for, Web Crypto among them.)
 */
export const crypto = () => process.getBuiltinModule('node:crypto')
