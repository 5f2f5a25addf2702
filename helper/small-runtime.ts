/**
 * A daemon that sleeps most of its life: V8 keeps a small nursery and does not compile optimised code for it. Imported
 * first, before the code it is about runs.
 */
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--max-semi-space-size=1')
setFlagsFromString('--no-opt')
setFlagsFromString('--no-maglev')
setFlagsFromString('--no-sparkplug')
