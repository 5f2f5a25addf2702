import { describe, expect, it } from 'vitest'
import { certificateFacts, ownCertificate } from './certificate-facts.ts'

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
  })
})
