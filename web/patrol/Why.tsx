import { useState } from "react";
import { useAnswer } from "../app/answers";
import { Refused } from "../app/notices";
import { PageLink } from "../app/PageLink";
import { Loading } from "../app/parts";
import { pageAddress } from "../app/url";
import { patrolAPI } from "./patrol-api";
import { patrolPage } from "./text-patrol";

const words = patrolPage.finding;

/** Why a check is there and when it fires, asked for once somebody wants to know. */
export function WhyPart({ code }: { code: string }) {
  const [open, setOpen] = useState(false);
  return (
    <section>
      <details onToggle={(event) => setOpen((event.target as HTMLDetailsElement).open)}>
        <summary><h3>{words.why}</h3></summary>
        {open ? <Why code={code} /> : null}
      </details>
    </section>
  );
}

function Why({ code }: { code: string }) {
  const { answer: check, error, reload } = useAnswer((signal) => patrolAPI.check(code, signal), code);
  if (!check) return error ? <Refused error={error} onRetry={reload} /> : <Loading />;
  return (
    <div className="finding-why">
      <p>{check.why}</p>
      <p>{check.decides}</p>
      <p><PageLink to={pageAddress("patrol", { section: "checks", more: { row: code } })} isCurrent={false}>{words.toCheck(code)}</PageLink></p>
    </div>
  );
}
