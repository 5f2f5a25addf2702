/** This module writes man pages in man(7)'s macros, which groff and mandoc both read. */

/** These characters would be typeset otherwise, or taken for roff's own: groff_char(7) and mandoc_char(7) have the spellings. */
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

/** Escapes the characters that mean something to roff, and a dot at the beginning of a line, which would be a request (roff(7)). */
export const plain = (text: string): string =>
  text.replace(/[\\'`^~’“”→…-]/g, (character) => spellings[character] ?? character).replaceAll(/^\./gm, '\\&.')

/** mandoc -Tlint calls a line of more than 80 bytes bad style. */
const longestLine = 78

/** Breaks a paragraph's text into lines. */
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
/** Makes a section below a section. Quotation marks in its title would be taken for those of an argument. */
export const subsection = (title: string, lines: readonly string[]): readonly string[] => [
  `.SS ${plain(title).replaceAll('"', '\\(dq')}`,
  ...lines,
]
export const paragraph = (text: string): readonly string[] => ['.PP', ...prose(text)]
/** Makes an entry of a list: a term, and the lines that describe it. */
export const entry = (term: string, lines: readonly string[]): readonly string[] => ['.TP', term, ...lines]
/** Makes a block whose lines are printed as they stand. */
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
