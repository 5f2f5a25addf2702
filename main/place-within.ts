/** This module keeps a window within the work area: pure. */

export interface Size {
  readonly width: number
  readonly height: number
}
export interface Place {
  readonly x: number
  readonly y: number
}
export interface Area extends Size, Place {}

/** Above and below a window as high as the work area. */
const margin = 8

/** The window stays where it is, and moves only as far as the work area asks; what is larger than that is clamped. */
export function placeWithin({ x, y }: Place, size: Size, area: Area): Area {
  const isHigh = size.height > area.height - 2 * margin
  const room = isHigh ? { y: area.y + margin, height: Math.max(0, area.height - 2 * margin) } : area
  const width = Math.min(size.width, area.width)
  const height = Math.min(size.height, room.height)
  return {
    x: between(x, area.x, area.x + area.width - width),
    y: between(y, room.y, room.y + room.height - height),
    width,
    height,
  }
}

const between = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value))
