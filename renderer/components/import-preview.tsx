/** What was understood and from which line, what was left out and why, what is missing; then, and only then, the button. */
import { useMemo, useState } from 'react'
import { type ImportFormat, type ImportResult, importFormats } from '../../helper/contract/import.ts'
import { ProfileName } from '../../helper/contract/text.ts'
import type { ImportDraft, Words } from '../../main/contract/bridge.ts'
import { formatNames, namesText } from '../../main/contract/words/import.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { bridge } from '../bridge.ts'
import { useDryRun } from '../use-dry-run.ts'
import type { Importing, ImportSession } from '../use-importing.ts'
import { useAnnounce } from './announcer.tsx'
import { Control } from './control.tsx'
import { Findings } from './findings.tsx'
import { Icon } from './icon.tsx'
import { Questions } from './questions.tsx'

export interface ImportPreviewProps {
  readonly importing: Importing
  readonly session: ImportSession
  /** Names of what is installed. */
  readonly taken: readonly string[]
  readonly installed: (name: string) => void
}

export function ImportPreview({ importing, session, taken, installed }: ImportPreviewProps) {
  const { change, answer, end } = importing
  const { files, format, answers } = session
  const name = ProfileName.safeParse(session.name)
  const wanted = name.success ? name.data : undefined
  const draft = useMemo<ImportDraft>(
    () => ({ source: { files: [...files] }, answers: { ...answers }, format, name: wanted }),
    [files, format, wanted, answers],
  )
  const { result, words, asking, whole } = useDryRun(draft, 0)
  const [replace, setReplace] = useState(false)
  const [refusal, setRefusal] = useState<{ readonly of: ImportDraft; readonly words: Words }>()
  const announce = useAnnounce()

  const called = session.name ?? result?.name ?? ''
  const badName = session.name === undefined || name.success ? undefined : (name.error.issues[0]?.message ?? 'is wrong')
  const clashes = taken.includes(called)
  const ready = whole && badName === undefined && (!clashes || replace)

  const install = async () => {
    if (!ready) return
    const reply = await bridge.call('installImport', { ...draft, replace: clashes })
    if (!reply.ok) return setRefusal({ of: draft, words: reply.words })
    announce(`Installed ${reply.value.name}`)
    installed(reply.value.name)
  }

  return (
    <>
      <div className="dt-h">
        <div>
          <h1>{result ? `Import ${called}` : words ? 'Nothing to import' : 'Reading'}</h1>
          <p>
            Read {namesText(files.map((file) => file.name))}.
            {result?.summary && ` ${stackName(result.summary.layers)} to ${result.summary.gateway}.`} Nothing is
            installed yet.
          </p>
        </div>
      </div>
      <div className="imp-head">
        <Control label="Format">
          {(ids) => (
            <select
              {...ids}
              value={format ?? ''}
              onChange={({ target }) => change({ format: (target.value || undefined) as ImportFormat | undefined })}
            >
              <option value="">{result ? `Recognised: ${formatNames[result.format]}` : 'Recognised by content'}</option>
              {importFormats.map((one) => (
                <option key={one} value={one}>
                  {formatNames[one]}
                </option>
              ))}
            </select>
          )}
        </Control>
        {result && (
          <Control label="Name" remarks={badName ? [{ says: `The name ${badName}.`, blocks: true }] : []}>
            {(ids) => (
              <input
                {...ids}
                type="text"
                autoComplete="off"
                spellCheck={false}
                value={called}
                onChange={({ target }) => change({ name: target.value })}
              />
            )}
          </Control>
        )}
      </div>
      <Refused words={session.words ?? (refusal?.of === draft ? refusal.words : words)} />
      {result && clashes && (
        <section className="ask" aria-label="Name">
          <h2>
            <Icon name="warn" />A profile called {called} is installed
          </h2>
          <p>Give this one another name above, or put it in the place of the other.</p>
          <label className="chk">
            <input type="checkbox" checked={replace} onChange={({ target }) => setReplace(target.checked)} />
            <span>Replace the installed profile</span>
          </label>
        </section>
      )}
      {result && <Questions open={result.questions} answers={answers} give={answer} asking={asking} />}
      {result && <Findings result={result} />}
      <footer className="sheet-foot">
        <p role="status">{statusOf({ asking, ready, result, words, clashes: clashes && !replace })}</p>
        <button type="button" className="btn btn-q" onClick={end}>
          Cancel
        </button>
        <button type="button" className="btn btn-p" aria-disabled={!ready} onClick={() => void install()}>
          <Icon name="lock" />
          Install profile
        </button>
      </footer>
    </>
  )
}

interface Standing {
  readonly asking: boolean
  readonly ready: boolean
  readonly result: ImportResult | undefined
  readonly words: Words | undefined
  readonly clashes: boolean
}

function statusOf({ asking, ready, result, words, clashes }: Standing): string {
  if (asking) return 'Asking the helper…'
  if (words) return 'This cannot be installed as it is.'
  const open = result?.questions.length ?? 0
  if (open > 0) return open === 1 ? 'One answer is missing.' : `${open} answers are missing.`
  if (clashes) return 'The name is taken.'
  return ready ? 'Installing asks for an administrator.' : 'The name cannot be used.'
}

function Refused({ words }: { readonly words: Words | undefined }) {
  if (!words) return null
  return (
    <div className="refused" role="alert">
      <Icon name="fail" />
      <div>
        <b>{words.message}</b>
        {words.place && <p className="mono">{words.place}</p>}
        {words.remedy && <p>{words.remedy}</p>}
      </div>
    </div>
  )
}
