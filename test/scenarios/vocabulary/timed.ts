/** Errors say where in the story they happened; ROAM6_TIMES=1 prints how long each part took. */
const printed = process.env.ROAM6_TIMES === '1'

export async function timed<T>(place: string, promise: Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    return await promise
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`)
  } finally {
    if (printed) console.log(`${((performance.now() - began) / 1000).toFixed(1)} s  ${place}`)
  }
}
