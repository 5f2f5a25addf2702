/** This module writes man pages in man(7)'s macros, which groff and mandoc both read. */

/** What roff would typeset otherwise or take for its own, and how groff_char(7) and mandoc_char(7) spell it. */
const spellings: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '’': '\\(cq',
  '“': '\\(lq',
  '”': '\\(rq',
  '→': '\\(->',
  '…': '...',
}

/** Text as roff prints it. A dot at the beginning of a line would be a request. */
export const plain = (text: string): string =>
  text.replace(/[\\'`^~’“”→…-]/g, (character) => spellings[character] ?? character).replaceAll(/^\./gm, '\\&.')

/** mandoc(1), -Tlint: longer lines are bad style. */
const longestLine = 78

/** A paragraph's text as lines. */
export function prose(text: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of plain(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > longestLine) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word.replace(/^\./, '\\&.') : `${line} ${word}`
  }
  return [...lines, line]
}

export const bold = (text: string): string => `\\fB${plain(text)}\\fP`
export const italic = (text: string): string => `\\fI${plain(text)}\\fP`

export const section = (title: string, lines: readonly string[]): readonly string[] => [
  `.SH ${title.toUpperCase()}`,
  ...lines,
]
/** Quotation marks would be taken for those of an argument. */
export const subsection = (title: string, lines: readonly string[]): readonly string[] => [
  `.SS ${plain(title).replaceAll('"', '\\(dq')}`,
  ...lines,
]
export const paragraph = (text: string): readonly string[] => ['.PP', ...prose(text)]
/** A term, and what is said of it on the lines after it. */
export const entry = (term: string, lines: readonly string[]): readonly string[] => ['.TP', term, ...lines]
/** Lines that are printed as they stand. */
export const verbatim = (text: string): readonly string[] => [
  '.PP',
  '.nf',
  '.RS 4',
  ...text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '\\&' : plain(line))),
  '.RE',
  '.fi',
]

export interface Page {
  readonly name: string
  readonly chapter: 1 | 5 | 8
  readonly manual: string
  readonly version: string
}

/** The date of a page is the date of its build, or the one that a reproducible build is given (reproducible-builds.org, SOURCE_DATE_EPOCH). */
function today(): string {
  const epoch = process.env.SOURCE_DATE_EPOCH
  return (epoch === undefined ? new Date() : new Date(Number(epoch) * 1000)).toISOString().slice(0, 10)
}

export const page = ({ name, chapter, manual, version }: Page, parts: readonly (readonly string[])[]): string =>
  `${[`.TH ${plain(name.toUpperCase())} ${chapter} ${today()} "Roam6 ${plain(version)}" "${plain(manual)}"`, ...parts.flat()].join('\n')}\n`
