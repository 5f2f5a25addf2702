/** This hook takes files that the app was called with or that are dropped on the window, and text or files that are pasted anywhere but into a field. */
import { useEffect, useState } from 'react'
import type { Reply, WindowFile } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'
import { readTransfer, textFile } from './read-dropped.ts'

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
const isField = (target: EventTarget | null) => target instanceof Element && target.closest('input, textarea') !== null

/** @returns whether files are held over the window */
export function useArrivals(take: (files: Reply<readonly WindowFile[]>) => void): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const takeGiven = () => void bridge.call('takeGivenFiles', {}).then(take)
    takeGiven()
    return bridge.on('page', (target) => {
      if (target === 'import') takeGiven()
    })
  }, [take])
  useEffect(() => {
    const over = (event: DragEvent) => {
      // Else the browser would open what is dropped.
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = carriesFiles(event) ? 'copy' : 'none'
      setOver(carriesFiles(event))
    }
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      if (event.dataTransfer && carriesFiles(event)) void readTransfer(event.dataTransfer).then(take)
    }
    const paste = (event: ClipboardEvent) => {
      const transfer = event.clipboardData
      if (!transfer || isField(event.target)) return
      const text = transfer.getData('text/plain')
      if (transfer.types.includes('Files')) void readTransfer(transfer).then(take)
      else if (text.trim() !== '') take({ ok: true, value: [textFile(text)] })
    }
    window.addEventListener('dragenter', over)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    window.addEventListener('paste', paste)
    return () => {
      window.removeEventListener('dragenter', over)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
      window.removeEventListener('paste', paste)
    }
  }, [take])
  return isOver
}
