/** A block of PEM as it is written anew (helper/core/certificate/rewrite-pem.ts), of any text or bytes. */
export const pem = (label: string, content: string | Uint8Array): string => {
  const digits = Buffer.from(content).toString('base64')
  return `-----BEGIN ${label}-----\n${digits.replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`
}
