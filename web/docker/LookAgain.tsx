import { useState } from "react";
import { useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Problem } from "../app/parts";
import { useMay } from "../app/permissions";
import { checkImages } from "../app/records-api";
import { dockerWords } from "./text-docker";

const words = dockerWords.updates;

/** Has the agent of a container ask registries now. What comes of it arrives as every change does. */
export function LookAgain({ id }: { id: string }) {
  const may = useMay("monitoring:write");
  const { busy, error, run } = useDeed();
  const [told, setTold] = useState<string | null>(null);
  if (!may) return null;
  const look = () => {
    setTold(null);
    void run("check", async () => setTold((await checkImages(id)).message));
  };
  return (
    <div className="fact">
      <dt>{words.registry}</dt>
      <dd>
        <button type="button" disabled={busy !== null} onClick={look}>{busy ? words.asking : words.lookAgain}</button>
        <p role="status" className="why">{told === null ? null : printable(told)}</p>
        {error ? <Problem>{printable(error.message)}</Problem> : null}
      </dd>
    </div>
  );
}
