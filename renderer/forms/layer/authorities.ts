/** This field says who vouches for the gateway. */
export const authorities = <Key extends string>(key: Key) =>
  ({
    key,
    kind: 'certificates',
    explanation: 'Authorities, one of which must have signed the gateway’s certificate.',
  }) as const
