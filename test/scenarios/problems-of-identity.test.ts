/** Who we are to each other: every way in which that can fail is told by its name. */
import { badCertificates } from '../lab/certificates/bad.ts'
import { layerOf } from '../lab/profile.ts'
import { publishesRevocations } from './vocabulary/faults.ts'
import { scenario } from './vocabulary/scenario.ts'
import { disconnects, failsToConnect } from './vocabulary/steps.ts'

for (const [name, code] of [
  ['expired', 'certificate-expired'],
  ['notYetValid', 'certificate-not-yet-valid'],
  ['otherName', 'certificate-other-name'],
  ['unknownAuthority', 'certificate-unknown-authority'],
  ['withoutIntermediate', 'certificate-missing-intermediate'],
] as const)
  scenario(`the gateway's certificate: ${code}`, {
    hosts: { gateway: { certificate: badCertificates[name] } },
    steps: [failsToConnect(code), disconnects()],
  })

scenario("the gateway's certificate: certificate-revoked", {
  hosts: { gateway: { certificate: badCertificates.revoked } },
  steps: [publishesRevocations(), failsToConnect('certificate-revoked'), disconnects()],
})

scenario("the laptop's certificate: certificate-expired, found before connecting", {
  async profile(profile, { credentials }) {
    const old = await credentials.authority.issue({
      commonName: 'Client',
      alternativeNames: ['email:client@my.domain'],
      validFrom: -30,
      validUntil: -1,
    })
    profile.certificate = { ...profile.certificate, laptop: { pem: old.certificate, key: old.key } }
  },
  steps: [failsToConnect('certificate-expired'), disconnects()],
})

scenario('the gateway does not know this laptop: refused-by-gateway', {
  hosts: { gateway: { settings: { laptopId: 'somebody@my.domain' } } },
  profile: (profile) => {
    layerOf(profile, 'ike').identity.id = 'client@my.domain'
  },
  steps: [failsToConnect('refused-by-gateway'), disconnects()],
})

scenario('a wrong EAP password: refused-by-gateway', {
  hosts: { gateway: { settings: { laptop: { by: 'eap-mschapv2', secret: 'right' } } } },
  profile: (profile) => {
    layerOf(profile, 'ike').identity.secret = 'wrong'
  },
  steps: [failsToConnect('refused-by-gateway'), disconnects()],
})

scenario('a wrong pre-shared key: refused-by-gateway', {
  hosts: { gateway: { settings: { laptop: { by: 'psk', secret: 'right' } } } },
  profile: (profile) => {
    layerOf(profile, 'ike').identity.secret = 'wrong'
  },
  steps: [failsToConnect('refused-by-gateway'), disconnects()],
})
