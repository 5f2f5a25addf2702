/** This hook asks what the helper says of one installed profile, again when the list of profiles says something else of it. */
import { useEffect, useState } from 'react'
import type { ProfileSummary } from '../helper/contract/profile.ts'
import type { ProfileFacts } from '../helper/contract/profile-facts.ts'
import { bridge } from './bridge.ts'

/** @returns undefined until the helper answered; null where it says nothing */
export function useProfileFacts(profile: ProfileSummary): ProfileFacts | null | undefined {
  const [facts, setFacts] = useState<ProfileFacts | null>()
  const { name } = profile
  const now = JSON.stringify(profile)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another summary is another profile under the same name
  useEffect(() => {
    let wanted = true
    void bridge.call('profileFacts', { profile: name }).then((reply) => {
      if (wanted) setFacts(reply.ok ? reply.value : null)
    })
    return () => {
      wanted = false
    }
  }, [name, now])
  return facts
}
