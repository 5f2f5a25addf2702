/**
 * This part shows an import before it is installed. Questions come first; then what is doubted, what files will become, and what is left
 * out and why. Only the button installs.
 */
import { useMemo, useState } from 'react'
import * as v from 'valibot'
import type { ImportResult } from '../../helper/contract/import.ts'
import { ProfileName } from '../../helper/contract/text.ts'
import type { ImportDraft, Words } from '../../main/contract/bridge.ts'
import { namesText, wholeWords } from '../../main/contract/words/import.ts'
import { stackName } from '../../main/contract/words/layers.ts'
import { bridge } from '../bridge.ts'
import { useDryRun } from '../use-dry-run.ts'
import type { Importing, ImportSession } from '../use-importing.ts'
import { useAnnounce } from './announcer.tsx'
import { Control } from './control.tsx'
import { Icon } from './icon.tsx'
import { ImportFacts } from './import-facts.tsx'
import { ImportFormatChoice } from './import-format.tsx'
import { ImportLeftOut } from './import-left-out.tsx'
import { ImportWarnings } from './import-warnings.tsx'
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
  const name = v.safeParse(ProfileName, session.name)
  const wanted = name.success ? name.output : undefined
  const draft = useMemo<ImportDraft>(
    () => ({ source: { files: [...files] }, answers: { ...answers }, format, name: wanted }),
    [files, format, wanted, answers],
  )
  const { result, words, asking, whole } = useDryRun(draft, 0)
  const [replace, setReplace] = useState(false)
  const [renaming, setRenaming] = useState(false)
  const [refusal, setRefusal] = useState<{ readonly of: ImportDraft; readonly words: Words }>()
  const announce = useAnnounce()

  const called = session.name ?? result?.name ?? ''
  const badName = session.name === undefined || name.success ? undefined : name.issues[0].message
  const clashes = taken.includes(called)
  const ready = whole && badName === undefined && (!clashes || replace)
  const isNamed = renaming || clashes || session.name !== undefined
  const formatChoice = (
    <ImportFormatChoice chosen={format} result={result} choose={(next) => change({ format: next })} />
  )

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
          <div className="ttl">
            <h1>{result ? `Import ${called}`.trim() : words ? 'Nothing to import' : 'Reading'}</h1>
            {result && !isNamed && (
              <button type="button" className="ib" aria-label="Rename…" onClick={() => setRenaming(true)}>
                <Icon name="pen" />
              </button>
            )}
          </div>
          <p>
            Read {namesText(files.map((file) => file.name))}.
            {result?.summary && ` ${stackName(result.summary.layers)} to ${result.summary.gateway}.`} Nothing is
            installed yet.
          </p>
        </div>
      </div>
      {(isNamed || !result) && (
        <div className="imp-head">
          {result ? (
            <Control label="Name" remarks={badName ? [{ says: `The name ${badName}.`, blocks: true }] : []}>
              {(ids) => (
                <input
                  {...ids}
                  // biome-ignore lint/a11y/noAutofocus: the pencil that was pressed becomes this field
                  autoFocus={renaming}
                  type="text"
                  autoComplete="off"
                  spellCheck={false}
                  value={called}
                  onChange={({ target }) => change({ name: target.value })}
                />
              )}
            </Control>
          ) : (
            formatChoice
          )}
        </div>
      )}
      <Refused words={session.words ?? (refusal?.of === draft ? refusal.words : words)} />
      {result && clashes && (
        <section className="ask" aria-label="Name">
          <h2>A profile called {called} is installed</h2>
          <p>Give this one another name above, or put it in the place of the other.</p>
          <label className="chk">
            <input type="checkbox" checked={replace} onChange={({ target }) => setReplace(target.checked)} />
            <span>Replace the installed profile</span>
          </label>
        </section>
      )}
      {result && (
        <>
          <Questions open={result.questions} answers={answers} give={answer} asking={asking} />
          <ImportWarnings warnings={result.warnings} />
          <ImportFacts result={result} />
          <ImportLeftOut result={result} />
          <div className="imp-head">{formatChoice}</div>
        </>
      )}
      <footer className="sheet-foot">
        <p role="status">{statusOf({ asking, ready, result, words, clashes: clashes && !replace })}</p>
        <button type="button" className="btn btn-q" onClick={end}>
          Cancel
        </button>
        <button type="button" className="btn btn-p" aria-disabled={!ready} onClick={() => void install()}>
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
  return ready ? 'Nothing is missing.' : 'The name cannot be used.'
}

function Refused({ words }: { readonly words: Words | undefined }) {
  if (!words) return null
  const { message, place, remedy } = wholeWords(words)
  return (
    <div className="refused" role="alert">
      <Icon name="fail" />
      <div>
        <b>{message}</b>
        {place && <p className="mono">{place}</p>}
        {remedy && <p>{remedy}</p>}
      </div>
    </div>
  )
}
