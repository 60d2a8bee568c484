import { useAnswer } from "../app/answers";
import { profiles, type Profile, type ProfileVersion } from "../app/agents-api";
import { printable } from "../app/format";
import { Refused } from "../app/notices";
import { Ago, Loading } from "../app/parts";
import { Confirm } from "../forms/Confirm";
import { wordsOfValue } from "./config";
import { profileWords } from "./text-fleet";

const words = profileWords.versions;

/** All versions with what each changed, the newest first; going back makes another. */
export function Versions({ profile, mayChange, onDone }: { profile: Profile; mayChange: boolean; onDone: (sentence: string) => void }) {
  const { answer, error, reload } = useAnswer((signal) => profiles.versions(profile.id, signal), `${profile.id} ${profile.version}`);
  return (
    <section className="host-part" aria-label={words.title}>
      <h3>{words.title}</h3>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer ? (error ? null : <Loading />) : (
        <ol className="versions">
          {[...answer].sort((a, b) => b.version - a.version).map((one) => (
            <li key={one.version} className="card">
              <div className="card-head">
                <span className="strong">{profileWords.version(one.version)}</span>
                {one.version === profile.version ? <span className="badge">{words.current}</span> : null}
                <span className="muted"><Ago at={one.changed_at} /> {one.changed_by === "" ? "" : words.by(printable(one.changed_by))}</span>
              </div>
              <Diff version={one} />
              {mayChange && one.version !== profile.version ? (
                <div className="buttons">
                  <Confirm label={words.back(one.version)} danger={false} title={words.backTitle(one.version)} lead={words.backLead} confirm={words.back(one.version)}
                    onConfirm={async () => { await profiles.rollBack(profile.id, one.version); onDone(words.done(one.version)); }} />
                </div>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Diff({ version: { diff } }: { version: ProfileVersion }) {
  if (diff.length === 0) return <p className="muted">{words.nothing}</p>;
  return <ul className="diff">{diff.map((one) => <li key={one.key}><bdi>{printable(words.change(one.key, wordsOfValue(one.from), wordsOfValue(one.to)))}</bdi></li>)}</ul>;
}
