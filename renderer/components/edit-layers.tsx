/** This part edits the layers of a stack, outer to inner: each has its form, and is put in another order, taken away, added. */
import { type Ref, useEffect, useRef, useState } from 'react'
import type { Layer } from '../../helper/contract/profile.ts'
import { layerKinds } from '../../helper/contract/profile.ts'
import { layerNames } from '../../main/contract/words/layers.ts'
import type { Draft, Group } from '../forms/field.ts'
import { unplaced } from '../forms/judge.ts'
import { layerForms } from '../forms/profile-form.ts'
import { moved, without } from '../forms/stack.ts'
import { blankLayers, withLayer } from '../forms/starts.ts'
import { isAtOrBelow } from '../forms/value.ts'
import { useAnnounce } from './announcer.tsx'
import { Control } from './control.tsx'
import type { FormContext } from './fields/use-field.ts'
import { FormGroup } from './form-group.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Part } from './part.tsx'
import { Remark } from './remark.tsx'

/** The profile's schema has no more. */
const mostLayers = 4

type Kind = Layer['kind']
const layersOf = ({ layer }: Draft) => (layer ?? []) as readonly { readonly kind: Kind }[]

export function EditLayers({ context }: { readonly context: FormContext }) {
  const { draft, remarks, change } = context
  const layers = layersOf(draft)
  // What is folded out, or typed and not yet a value, stays with its layer, wherever that goes.
  const [ids, setIds] = useState(() => layers.map((_, at) => at))
  const next = useRef(ids.length)
  const added = useRef<number>(undefined)
  const parts = useRef(new Map<number, HTMLElement>())
  const adder = useRef<HTMLButtonElement>(null)
  const announce = useAnnounce()

  // A new layer is where one goes on.
  useEffect(() => {
    if (added.current === undefined) return
    if (ids.includes(added.current)) parts.current.get(added.current)?.focus()
    added.current = undefined
  }, [ids])

  const put = (list: readonly unknown[], order: number[]) => {
    change(['layer'], list)
    setIds(order)
  }
  const move = (at: number, by: -1 | 1) => {
    const [name, to] = [nameAt(layers, at), at + by]
    if (to < 0 || to >= layers.length) return
    put(moved(layers, at, by), moved(ids, at, by))
    announce(`${name} is layer ${to + 1} of ${layers.length}`)
  }
  const remove = (at: number) => {
    put(without(layers, at), without(ids, at))
    announce(`Removed ${nameAt(layers, at)}`)
    adder.current?.focus()
  }
  const add = (kind: Kind) => {
    added.current = next.current++
    change([], withLayer(draft, blankLayers[kind]))
    setIds([...ids, added.current])
    announce(`Added ${layerNames[kind]}`)
  }
  const loose = unplaced(remarks, draft)
  return (
    <>
      {layers.map(({ kind }, at) => (
        <Part
          key={ids[at]}
          title={`Layer ${at + 1}: ${layerNames[kind]}`}
          focusable={(element) => {
            const id = ids[at] ?? -1
            if (element) parts.current.set(id, element)
            else parts.current.delete(id)
          }}
          actions={
            layers.length > 1 && (
              <>
                <Action icon="up" label={`Move ${title(at, kind)}, outwards`} off={at === 0} act={() => move(at, -1)} />
                <Action
                  icon="down"
                  label={`Move ${title(at, kind)}, inwards`}
                  off={at === layers.length - 1}
                  act={() => move(at, 1)}
                />
                <Action icon="cross" label={`Remove ${title(at, kind)}`} act={() => remove(at)} />
              </>
            )
          }
        >
          {loose
            .filter(({ path }) => isAtOrBelow(path, ['layer', at]))
            .map((judgement) => (
              <Remark key={judgement.says} judgement={judgement} />
            ))}
          {(layerForms[kind] as readonly Group[]).map((group) => (
            <FormGroup key={group.title} group={group} outer={['layer', at]} context={context} />
          ))}
        </Part>
      ))}
      {layers.length < mostLayers && <AddLayer add={add} adder={adder} />}
    </>
  )
}

const title = (at: number, kind: Kind) => `layer ${at + 1}, ${layerNames[kind]}`
const nameAt = (layers: readonly { readonly kind: Kind }[], at: number) => layerNames[layers[at]?.kind ?? 'ike']

interface ActionProps {
  readonly icon: IconName
  readonly label: string
  /** It keeps the keyboard all the same: one presses it again and again. */
  readonly off?: boolean
  readonly act: () => void
}

function Action({ icon, label, off = false, act }: ActionProps) {
  return (
    <button type="button" className="ib" aria-label={label} aria-disabled={off} onClick={() => !off && act()}>
      <Icon name={icon} />
    </button>
  )
}

interface AddLayerProps {
  readonly add: (kind: Kind) => void
  readonly adder: Ref<HTMLButtonElement>
}

function AddLayer({ add, adder }: AddLayerProps) {
  const [kind, setKind] = useState<Kind>('gre')
  return (
    <Control label="Another layer" explanation="Innermost; it can be moved then.">
      {(ids) => (
        <div className="beside">
          <select {...ids} value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
            {layerKinds.map((one) => (
              <option key={one} value={one}>
                {layerNames[one]}
              </option>
            ))}
          </select>
          <button ref={adder} type="button" className="btn" onClick={() => add(kind)}>
            <Icon name="plus" />
            Add layer
          </button>
        </div>
      )}
    </Control>
  )
}
