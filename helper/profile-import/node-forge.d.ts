/**
 * What is used of node-forge, typed here: the types that are published for it would bring Node's own into the core.
 * Bytes are "binary strings", one character for each byte.
 */
declare module 'node-forge/lib/index.js' {
  export interface Asn1 {
    readonly tagClass: number
    readonly type: number
    readonly constructed: boolean
    readonly value: string | readonly Asn1[]
  }
  interface ByteBuffer {
    readonly data: string
    getBytes(): string
  }
  interface Decipher {
    readonly output: ByteBuffer
    update(input: ByteBuffer): boolean
    /** False where the padding is wrong. */
    finish(): boolean
  }
  interface Digest {
    readonly digestLength: number
  }
  const forge: {
    readonly asn1: {
      /** Throws for what is no DER or BER, and beyond 256 levels. */
      fromDer(
        bytes: string,
        options: { readonly strict: boolean; readonly parseAllBytes: boolean; readonly decodeBitStrings: boolean },
      ): Asn1
      toDer(node: Asn1): ByteBuffer
      derToOid(bytes: string): string
    }
    readonly util: {
      createBuffer(bytes: string): ByteBuffer
      encode64(bytes: string, columns?: number): string
      encodeUtf8(text: string): string
      /** Throws for what is no UTF-8. */
      decodeUtf8(bytes: string): string
    }
    readonly pki: { readonly pbe: { getCipher(oid: string, parameters: Asn1, password: string): Decipher } }
    readonly pkcs12: {
      generateKey(password: string, salt: ByteBuffer, id: number, count: number, bytes: number, md: Digest): ByteBuffer
    }
    readonly md: Readonly<Record<'sha1' | 'sha256' | 'sha384' | 'sha512', { create(): Digest }>>
    readonly hmac: {
      create(): { start(md: Digest, key: ByteBuffer): void; update(bytes: string): void; digest(): ByteBuffer }
    }
  }
  export default forge
}
