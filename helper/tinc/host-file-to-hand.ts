/** The file that the gateway of a profile needs before it lets this laptop in: with the public half of its key. */
import type { Profile } from '../contract/profile.ts'
import { type ConfigFile, ownHostFile } from '../core/layer/tinc/config.ts'
import { crypto } from '../crypto.ts'

/** Undefined where no layer is tinc's, or its key is none. */
export function hostFileToHand({ layer }: Profile): ConfigFile | undefined {
  const tinc = layer.find((one) => one.kind === 'tinc')
  const publicKey = tinc && rsaPublicKey(tinc.key)
  return tinc && publicKey ? ownHostFile(tinc, publicKey) : undefined
}

/** PKCS#1, as tinc 1.0 writes it (PEM_write_RSAPublicKey in its tincd.c). */
function rsaPublicKey(privateKey: string): string | undefined {
  try {
    const { createPrivateKey, createPublicKey } = crypto()
    const key = createPublicKey(createPrivateKey(privateKey))
    return key.asymmetricKeyType === 'rsa' ? key.export({ type: 'pkcs1', format: 'pem' }).toString() : undefined
  } catch {
    return undefined
  }
}
