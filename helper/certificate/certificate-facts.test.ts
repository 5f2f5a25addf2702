import { describe, expect, it } from 'vitest'
import { certificateFacts, ownCertificate, readCertificate } from './certificate-facts.ts'

/** Made for this test and used nowhere: a root, an Ed25519 certificate below it, and that one's key, clear and encrypted. */
const root = `-----BEGIN CERTIFICATE-----
MIIBmjCCAT+gAwIBAgIUD99WmHJUIznqY3/3th51VwBub+QwCgYIKoZIzj0EAwIw
ITENMAsGA1UECgwESG9tZTEQMA4GA1UEAwwHUm9vdCBDQTAgFw0yNjExMjExMjA1
NTlaGA8yMTI2MTAyODEyMDU1OVowITENMAsGA1UECgwESG9tZTEQMA4GA1UEAwwH
Um9vdCBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC20x+0pb3sYP6qHL2Ho
4jDvapwkjfeN2PIoB9xB12GvN7iLTrxQiphI0rhKUu4MvPz4c/Fyd/WvCar3hXp6
p/2jUzBRMB0GA1UdDgQWBBQVWWLjgphPAKc0NAC1cGc5DV7UqzAfBgNVHSMEGDAW
gBQVWWLjgphPAKc0NAC1cGc5DV7UqzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49
BAMCA0kAMEYCIQDX2NgbO0DLQ6EU5J67fCfhj6u/3d8F8HdJZy7ClmJDSQIhAP1h
mXl/+M1KInmGkBLkDTXSfgbR6Rqf6s6OcVL5V6Mi
-----END CERTIFICATE-----
`
const client = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUZiyAlIPCP78LJtu0QpPjGgqIKL0wCgYIKoZIzj0EAwIw
ITENMAsGA1UECgwESG9tZTEQMA4GA1UEAwwHUm9vdCBDQTAgFw0yNjExMjExMjA1
NTlaGA8yMTI2MTAyODEyMDU1OVowIDENMAsGA1UECgwESG9tZTEPMA0GA1UEAwwG
Q2xpZW50MCowBQYDK2VwAyEAwRzDfAdQNPhNyw+ZGQS+feWmUBmDbj5erMcqPxuU
JZKjgYQwgYEwPwYDVR0RBDgwNoEQY2xpZW50QG15LmRvbWFpboIQbGFwdG9wLm15
LmRvbWFpbocQ/RIAAAAAAAAAAAAAAAAAATAdBgNVHQ4EFgQUIqWRvWyMcxOFg34X
an+TxA5hEfQwHwYDVR0jBBgwFoAUFVli44KYTwCnNDQAtXBnOQ1e1KswCgYIKoZI
zj0EAwIDRwAwRAIgRnrHTdYXgyRR/NJhJ1CsERS8jwc7rPKQJkXrlDo7WEUCIBPI
JlHlOdzZogSreBnc+L6KGFAJovhdPqWiEbeAJPKk
-----END CERTIFICATE-----
`
const key = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHe3XsGZNVi4HbZKNxKQHHTHjz4nuN7TVnu8NTp9zS/j
-----END PRIVATE KEY-----
`
const encryptedKey = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhs47qM9aH2qgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDzr9P6Tm45J2Z3LIWapBM4EQL5q
nNrC4k05rnMUFSJJR3OmRn1qiuN5FrPWOCriQW8TArUfrhZGb+0BX58oftsId+8H
aFGbJnrBEKPedX2a8OU=
-----END ENCRYPTED PRIVATE KEY-----
`

/** Signed by itself, with every kind of attribute that charon calls otherwise than OpenSSL, and with special characters. */
const odd = `-----BEGIN CERTIFICATE-----
MIIBzzCCAYECFHNtkEydqbvERNLPspBXrWJLGqsqMAUGAytlcDCBiDELMAkGA1UE
BhMCQ0gxFzAVBgNVBAoMDkhvbWUsIEluYyArIENvMQwwCgYDVQQEDANTdXIxCzAJ
BgNVBAUTAjc3MQwwCgYDVQQqDANHaXYxCzAJBgNVBAwMAkRyMRQwEgYJKoZIhvcN
AQkBFgVhQGIuYzEUMBIGA1UEAwwLw5xuw68gcSBcIHgwIBcNMjYxMTI2MTc1MTIy
WhgPMjEwOTAxMTUxNzUxMjJaMIGIMQswCQYDVQQGEwJDSDEXMBUGA1UECgwOSG9t
ZSwgSW5jICsgQ28xDDAKBgNVBAQMA1N1cjELMAkGA1UEBRMCNzcxDDAKBgNVBCoM
A0dpdjELMAkGA1UEDAwCRHIxFDASBgkqhkiG9w0BCQEWBWFAYi5jMRQwEgYDVQQD
DAvDnG7DryBxIFwgeDAqMAUGAytlcAMhAKs1tFBXaV+PgmSp6UlWkqirU5UpkdV0
hUc5ZDMJIxlhMAUGAytlcANBAFu2BugLXqEijqo+Br+klIF0Js+Jwr922cS5m8MF
i5Eqg2JEZtpPQkTXnDxd4jhMnuwWd/MvMONUNURSqzYTpAs=
-----END CERTIFICATE-----
`

/** Two attributes are in one RelativeDistinguishedName. */
const joined = `-----BEGIN CERTIFICATE-----
MIIBXzCCARGgAwIBAgIULdENJHCLiMlUfZHpU7u3X14G79MwBQYDK2VwMCUxFzAI
BgNVBAsMAXgwCwYDVQQKDARIb21lMQowCAYDVQQDDAFhMB4XDTI2MTEyNjE3NTQx
N1oXDTI2MTIyNjE3NTQxN1owJTEXMAgGA1UECwwBeDALBgNVBAoMBEhvbWUxCjAI
BgNVBAMMAWEwKjAFBgMrZXADIQCrNbRQV2lfj4JkqelJVpKoq1OVKZHVdIVHOWQz
CSMZYaNTMFEwHQYDVR0OBBYEFMGoOqGpdHYjI+54Du4fRkHZxjGXMB8GA1UdIwQY
MBaAFMGoOqGpdHYjI+54Du4fRkHZxjGXMA8GA1UdEwEB/wQFMAMBAf8wBQYDK2Vw
A0EAJajzYUDWXWdi4SW5YI4W0+5lzltumA2FuL4QcXIdZJmnAz+0cPCAyT1eO2De
EVh432hRd6d/N4aSAiGx1gA5Aw==
-----END CERTIFICATE-----
`

const derOf = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')
const pemOf = (der: Buffer) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`

/** The client's certificate with some of its bytes replaced by as many others. */
const withBytes = (from: Buffer, to: Buffer) => {
  const der = derOf(client)
  const at = der.indexOf(from)
  if (at < 0 || from.length !== to.length) throw new Error('these bytes cannot be replaced')
  to.copy(der, at)
  return der
}

describe('facts of certificates', () => {
  it('are read in the words that charon uses', () => {
    expect(certificateFacts(`${client}${root}`)).toMatchObject([
      {
        subject: 'O=Home, CN=Client',
        issuer: 'O=Home, CN=Root CA',
        authority: false,
        selfSigned: false,
        names: ['client@my.domain', 'laptop.my.domain', 'fd12::1'],
        key: 'ed25519',
      },
      { subject: 'O=Home, CN=Root CA', authority: true, selfSigned: true, names: [], key: 'EC P-256' },
    ])
  })

  it('have names as charon writes them', () => {
    expect(certificateFacts(odd)).toMatchObject([
      { subject: 'C=CH, O=Home, Inc + Co, S=Sur, SN=77, G=Giv, T=Dr, E=a@b.c, CN=Ünï q \\ x', selfSigned: true },
    ])
    expect(certificateFacts(joined)).toMatchObject([{ subject: 'OU=x, O=Home, CN=a' }])
  })

  it('take no name out of the middle of another', () => {
    const one = withBytes(Buffer.from('laptop.my.domain'), Buffer.from('x, DNS:my.domain'))
    expect(certificateFacts(pemOf(one))[0]?.names).toEqual(['client@my.domain', 'x, DNS:my.domain', 'fd12::1'])
  })

  it('are known of a certificate whose key nobody can use', () => {
    const ed25519 = Buffer.from('2b6570', 'hex')
    const unknown = withBytes(ed25519, Buffer.from('2b6501', 'hex'))
    expect(certificateFacts(pemOf(unknown))).toMatchObject([{ subject: 'O=Home, CN=Client', key: 'unknown' }])
    expect(readCertificate(unknown)?.publicKey).toBe(null)
    expect(ownCertificate('laptop', { pem: pemOf(unknown), key }).privateKey).toBe('other')
  })

  it('are of all the bytes, or of none', () => {
    expect(readCertificate(derOf(client))?.facts.subject).toBe('O=Home, CN=Client')
    expect(readCertificate(Buffer.concat([derOf(client), Buffer.from([0])]))).toBe(null)
  })

  it('say whose key it is', () => {
    const stateOf = (pem: string, privateKey?: string) =>
      ownCertificate('laptop', { pem, ...(privateKey === undefined ? {} : { key: privateKey }) }).privateKey
    expect(stateOf(client, key)).toBe('fits')
    expect(stateOf(root, key)).toBe('other')
    expect(stateOf(client, encryptedKey)).toBe('encrypted')
    expect(stateOf(client)).toBe('unreadable')
    expect(stateOf(client, '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----')).toBe('unreadable')
  })

  it('are none of a damaged certificate', () => {
    expect(certificateFacts(client.replace('MII', 'AAA'))).toEqual([])
    expect(certificateFacts('no PEM at all')).toEqual([])
    // A month that is none, where the certificate says from when on it is valid.
    const timeless = withBytes(Buffer.from('261121120559Z'), Buffer.from('269921120559Z'))
    expect(certificateFacts(pemOf(timeless))).toEqual([])
  })
})
