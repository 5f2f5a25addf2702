/**
 * IPv6's minimum MTU (RFC 8200, section 5). Linux removes IPv6 from a device with a smaller MTU, and does not bring it
 * back when the MTU grows (measured).
 */
export const ipv6MinimumMtu = 1280
