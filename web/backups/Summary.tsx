import type { BackupSummary } from "../app/api-types";
import { StateShape } from "../app/Icon";
import { navigate } from "../app/url";
import { levelOfVerdict, type Verdict } from "./rows";
import { backupWords } from "./text-backups";

const verdicts: readonly Verdict[] = ["unprotected", "attention", "unknown", "protected"];

/** How many guests have each verdict; each is a filter that can be set and taken away. */
export function Summary({ summary, filter }: { summary: BackupSummary; filter: string }) {
  return (
    <div className="verdicts" role="group" aria-label={backupWords.board.columns.verdict}>
      {verdicts.map((one) => {
        const wanted = `verdict:${one}`;
        const pressed = filter.split(/\s+/).includes(wanted);
        return (
          <button key={one} type="button" className={one === "unknown" ? "hatched" : ""} aria-pressed={pressed} onClick={() => navigate({ filter: pressed ? "" : wanted })}>
            <StateShape level={summary[one] === 0 ? "off" : levelOfVerdict[one]} /> <span className="figure strong">{summary[one].toLocaleString("en")}</span> {backupWords.verdicts[one]}
          </button>
        );
      })}
    </div>
  );
}
