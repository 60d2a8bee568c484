import type { FailedBackupTask, RestorePoint } from "../app/api-types";
import { absolute, ago } from "../app/format";
import { useNow } from "../app/store";
import { text } from "../app/text";
import { marksOf, type Mark } from "./marks";
import { backupWords } from "./text-backups";

const words = backupWords.guest;
const width = 400;
const edge = 8;

/** Restore points and failures on one line that ends now. What it shows stands in the table below it, too. */
export function Timeline({ points, failures }: { points: readonly RestorePoint[]; failures: readonly FailedBackupTask[] }) {
  const now = useNow();
  const marks = marksOf(points, failures, now);
  const oldest = marks[0];
  const newest = points[points.length - 1];
  if (!oldest || !newest) return null;
  return (
    <figure className="restore-points">
      <svg viewBox={`0 0 ${width} 36`} role="img" aria-label={words.timeline(points.length, absolute(points[0]?.at), absolute(newest.at))}>
        <path className="axis" d={`M${edge} 18H${width - edge}`} />
        {marks.map((mark, index) => <Sign key={`${mark.at}${index}`} mark={mark} x={edge + mark.x * (width - 2 * edge)} />)}
      </svg>
      <figcaption className="muted"><span>{ago(oldest.at, now)}</span><span>{text.drawer.now}</span></figcaption>
      <ul className="legend muted" aria-hidden="true">
        {(["verified", "good", "bad", "failure"] as const).map((state) => (
          <li key={state}><svg width="14" height="14" viewBox="0 0 14 14"><g transform="translate(7 -11)"><Shape state={state} /></g></svg> {words.legend[state]}</li>
        ))}
      </ul>
    </figure>
  );
}

function Sign({ mark, x }: { mark: Mark; x: number }) {
  return <g transform={`translate(${x.toFixed(1)} 0)`}><title>{`${absolute(mark.at)}: ${words.legend[mark.state]}`}</title><Shape state={mark.state} /></g>;
}

/** Told apart by form: full and ringed, full, an empty square, a cross below the line. */
function Shape({ state }: { state: Mark["state"] }) {
  switch (state) {
    case "verified": return <><circle className="point" cx="0" cy="18" r="3" /><circle className="ring" cx="0" cy="18" r="5" /></>;
    case "good": return <circle className="point" cx="0" cy="18" r="3" />;
    case "bad": return <path className="bad" d="M-3.5 14.5h7v7h-7Z" />;
    case "failure": return <path className="failure" d="M-3 15l6 6M3 15l-6 6" />;
  }
}
