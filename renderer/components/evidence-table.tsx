/** This table shows what was seen while a check was judged, a row each. */
import type { Check } from '../../helper/contract/connectivity.ts'

export function EvidenceTable({ check: { title, evidence, so } }: { readonly check: Check }) {
  return (
    <table className="ev-tab">
      <caption className="sr">Evidence: {title}</caption>
      <thead>
        <tr>
          <th scope="col">What was seen</th>
          {so && <th scope="col">So</th>}
        </tr>
      </thead>
      <tbody>
        {evidence.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
          <tr key={at}>
            <td>{line}</td>
            {so && <td>{so[at]}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
