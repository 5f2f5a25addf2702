/** Writes a request of ours in the kernel's bytes. */
import type { NetlinkRequest } from '../change/request.ts'
import { addAddress, addLink, deleteAddress, deleteLink, setLink } from './link-request.ts'
import { deleteTable } from './nftables.ts'
import type { Question } from './question.ts'
import { deleteRoute, replaceRoute } from './route-request.ts'
import { ruleMessage } from './rule-request.ts'
import { addPolicy, addState, deletePolicy, deleteState } from './xfrm-request.ts'

/** @param link the index of the link that the request names (`linkNamedBy`); undefined where it names none */
export function encodeRequest(request: NetlinkRequest, link: number | undefined): Question {
  const index = link ?? 0
  switch (request.kind) {
    case 'add-link':
      return addLink(request, index)
    case 'set-link':
      return setLink(request, index)
    case 'delete-link':
      return deleteLink(request)
    case 'add-address':
      return addAddress(request, index)
    case 'delete-address':
      return deleteAddress(request)
    case 'replace-route':
      return replaceRoute(request, index)
    case 'delete-route':
      return deleteRoute(request, link)
    case 'add-rule':
    case 'delete-rule':
      return ruleMessage(request)
    case 'add-policy':
      return addPolicy(request, index)
    case 'delete-policy':
      return deletePolicy(request)
    case 'add-state':
      return addState(request)
    case 'delete-state':
      return deleteState(request)
    case 'delete-table':
      return deleteTable(request.table)
  }
}
