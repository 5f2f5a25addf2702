/** Reads links with their settings, addresses, routes and rules, which every Linux kernel can tell. */
import type { Observed } from '../../core/change/observed.ts'
import { askAddresses, askLinks, decodeAddress, decodeLink, decodeLinkSettings } from '../../core/netlink/links.ts'
import type { Question } from '../../core/netlink/question.ts'
import { askRules, decodeRule } from '../../core/netlink/rules.ts'
import { type Ask, NetlinkFailed } from './ask.ts'
import { createRoutes, type NumberedRoute } from './read-routes.ts'

export async function readNetwork(
  ask: Ask,
  readRoutes: () => Promise<readonly NumberedRoute[]> = () => createRoutes().read(() => ask),
): Promise<Pick<Observed, 'links' | 'settings' | 'addresses' | 'routes' | 'rules'>> {
  async function all<Entry>(question: Question, decode: (body: Uint8Array) => Entry | undefined) {
    const answer = await ask(question, decode)
    if ('refused' in answer) throw new NetlinkFailed(`rtnetlink question ${question.type}: ${answer.refused}`)
    return answer.entries
  }
  const [listed, addresses, routes, rules] = await Promise.all([
    all(askLinks, (body) => ({ link: decodeLink(body), settings: decodeLinkSettings(body) })),
    all(askAddresses, decodeAddress),
    readRoutes(),
    all(askRules, decodeRule),
  ])
  const links = listed.map(({ link }) => link)
  const names = new Map(links.map(({ index, name }) => [index, name]))
  return {
    links,
    settings: listed.flatMap(({ settings }) => settings),
    rules,
    // A link that came or went between two answers is left out: another look follows each such event.
    addresses: addresses.flatMap(({ index, ...address }) => {
      const name = names.get(index)
      return name === undefined ? [] : [{ ...address, interface: name }]
    }),
    routes: routes.flatMap(({ index, ...route }) => {
      const name = index === undefined ? undefined : names.get(index)
      return index !== undefined && name === undefined ? [] : [{ ...route, interface: name }]
    }),
  }
}
