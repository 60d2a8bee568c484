import { useAnswer } from "../app/answers";
import { profiles, type ProfileConfig, type ProfilePreview } from "../app/agents-api";
import { printable } from "../app/format";
import { Refused } from "../app/notices";
import { Loading, State } from "../app/parts";
import { PlainTable } from "../table/PlainTable";
import { wordsOfValue } from "./config";
import { profileWords } from "./text-fleet";

const words = profileWords.preview;

/** What an agent would have with some settings (`null`: those of its own profile), and where each comes from. */
export function Preview({ agentId, config }: { agentId: string; config: ProfileConfig | null }) {
  const { answer, error, reload } = useAnswer((signal) => profiles.preview(agentId, config, signal), `${agentId} ${JSON.stringify(config)}`);
  return (
    <section className="host-part" aria-label={words.title}>
      <h4>{words.title}</h4>
      {config === null ? <p className="muted">{words.ofAgent}</p> : null}
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer ? (error ? null : <Loading />) : <Effective preview={answer} />}
    </section>
  );
}

function Effective({ preview: { effective, refused } }: { preview: ProfilePreview }) {
  return (
    <PlainTable label={words.title} items={Object.entries(effective)} id={([key]) => key}
      columns={[
        { key: "key", label: words.key, cell: ([key]) => <code>{printable(key)}</code> },
        { key: "value", label: words.value, cell: ([, one]) => <bdi>{printable(wordsOfValue(one.value))}</bdi> },
        { key: "from", label: words.from, cell: ([key, one]) => (refused.includes(key) ? <State level="watch">{words.refused}</State> : <span className={one.from === "profile" ? "strong" : "muted"}>{words.froms[one.from] ?? printable(one.from)}</span>) },
      ]}
    />
  );
}
