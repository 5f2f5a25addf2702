/** RFC 8200 section 5. Linux takes IPv6 off a device with a smaller MTU, for good (measured). */
export const ipv6MinimumMtu = 1280
