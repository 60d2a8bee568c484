import { Empty } from "../app/parts";
import { store } from "../app/store";
import { text } from "../app/text";
import { levelOfThing, type Level } from "../app/trouble";
import type { Resource } from "../app/types";
import { furthered, navigate, useView } from "../app/url";
import { Check } from "../forms/Field";

export function calls(level: Level): boolean {
  return level === "critical" || level === "warning";
}

/** What somebody has to look after. */
export function needsSomeone(resource: Resource): boolean {
  return calls(levelOfThing(resource));
}

/** Whether the address asks for problems alone. */
export function useProblemsOnly(): boolean {
  return useView().more.only === "problems";
}

export function ProblemsOnly() {
  const { more } = useView();
  return <Check label={text.agents.problemsOnly} checked={more.only === "problems"} onChange={(only) => navigate({ more: furthered(more, { only: only ? "problems" : null }) })} />;
}

/** Good news, and the way back to everything. */
export function NoProblems() {
  const { more } = useView();
  return (
    <Empty icon="check" title={text.agents.noProblems} lead={text.agents.noProblemsLead}>
      <button type="button" onClick={() => navigate({ more: furthered(more, { only: null }) })}>{text.agents.showAll}</button>
    </Empty>
  );
}

/** Something worked out of the whole estate, anew only when things came, went or changed in more than numbers. */
export function perStructure<Value>(work: (resources: Iterable<Resource>) => Value): () => Value {
  let version = -1;
  let value: Value | undefined;
  return () => {
    if (version !== store.structure.version || value === undefined) {
      version = store.structure.version;
      value = work(store.fleet.resources.values());
    }
    return value;
  };
}
