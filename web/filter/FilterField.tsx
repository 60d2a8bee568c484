import { useEffect, useId, useRef, useState } from "react";
import { printable } from "../app/format";
import { Icon, StateShape } from "../app/Icon";
import type { Job } from "../app/slices";
import { store } from "../app/store";
import { text } from "../app/text";
import { complete, type Completion } from "./complete";
import { prepareSearch } from "./match";
import type { Filter } from "./parse";

type Completer = (input: string, caret: number) => Completion[];

export interface FilterFieldProps {
  value: string;
  onChange: (value: string) => void;
  filter: { terms: readonly unknown[]; mistakes: Filter["mistakes"] };
  /** Of a list that is not one of resources. */
  own?: { complete: Completer; placeholder: string };
}

interface Offer {
  value: string;
  caret: number;
  list: Completion[];
}

/** What could come next, worked out after the frame that shows what the last letter has found; `latest` does not wait for it. */
function useSuggestions(focused: boolean, value: string, caret: number, complete: Completer): { suggestions: Completion[]; latest: () => Completion[] } {
  const [offer, setOffer] = useState<Offer | null>(null);
  const complement = (): Offer => ({ value, caret, list: complete(value, caret) });
  useEffect(() => {
    if (!focused) return setOffer(null);
    const job = offering(() => setOffer(complement()));
    store.slices.add(job, "frame");
    return () => store.slices.remove(job);
  }, [focused, value, caret]);
  const latest = (): Completion[] => {
    if (offer?.value === value && offer.caret === caret) return offer.list;
    const now = complement();
    setOffer(now);
    return now.list;
  };
  return { suggestions: focused ? offer?.list ?? [] : [], latest };
}

const ofResources: Completer = (input, caret) => complete(input, caret, store.fleet.resources.values());

function* offering(offer: () => void): Job {
  store.draw(offer);
  yield "frame";
}

/** The filter of a page: completes as you type, explains a mistake below, and is reached by `/`. */
export function FilterField({ value, onChange, filter, own }: FilterFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState(false);
  const [caret, setCaret] = useState(value.length);
  const [chosen, setChosen] = useState(-1);
  const { suggestions, latest } = useSuggestions(focused, value, caret, own?.complete ?? ofResources);
  const shown = suggestions.length > 0;

  useEffect(() => {
    const focus = (): void => {
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("pulse:filter", focus);
    return () => document.removeEventListener("pulse:filter", focus);
  }, []);

  const aboutResources = own === undefined;
  useEffect(() => {
    if (!aboutResources) return;
    const job = prepareSearch(store.fleet.resources.values());
    store.slices.add(job);
    return () => store.slices.remove(job);
  }, [aboutResources]);

  const take = (completion: Completion): void => {
    onChange(completion.input);
    setCaret(completion.caret);
    setChosen(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(completion.caret, completion.caret));
  };

  const key = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    const offered = shown || chosen >= 0 ? latest() : suggestions;
    const selected = offered[chosen];
    if (event.key === "ArrowDown" && offered.length > 0) setChosen((chosen + 1) % offered.length);
    else if (event.key === "ArrowUp" && offered.length > 0) setChosen(chosen <= 0 ? offered.length - 1 : chosen - 1);
    else if (event.key === "Enter" && selected) take(selected);
    else if (event.key === "Enter") document.querySelector<HTMLElement>(".table")?.focus();
    else if (event.key === "Tab" && selected && !event.shiftKey) take(selected);
    else if (event.key === "Escape") {
      if (chosen >= 0) setChosen(-1);
      else if (value !== "") onChange("");
      else input.current?.blur();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  return (
    <div className="filter">
      <div className="filter-field">
        <Icon name="search" size={14} />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={text.filter.label}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          aria-invalid={filter.mistakes.length > 0 ? true : undefined}
          aria-describedby={filter.mistakes.length > 0 ? `${id}-mistake` : undefined}
          placeholder={own?.placeholder ?? text.filter.placeholder}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            setCaret(event.target.selectionStart ?? event.target.value.length);
            setChosen(-1);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={key}
          onFocus={() => setFocused(true)}
          onBlur={() => { setFocused(false); setChosen(-1); }}
        />
        {value === "" ? <kbd aria-hidden="true">/</kbd> : (
          <button type="button" className="quiet" aria-label={text.filter.clear} title={text.filter.clear} onClick={() => { onChange(""); input.current?.focus(); }}>
            <Icon name="close" size={12} />
          </button>
        )}
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label={text.filter.suggestions} className="suggestions" hidden={!shown}>
        {suggestions.map((suggestion, index) => (
          <li
            key={suggestion.label}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerDown={(event) => {
              event.preventDefault();
              take(suggestion);
            }}
          >
            <bdi>{printable(suggestion.label)}</bdi>
            <span className="muted">{suggestion.hint}</span>
          </li>
        ))}
      </ul>
      <div id={`${id}-mistake`} aria-live="polite">
        {filter.mistakes.length > 0 ? (
          <p className="mistake"><StateShape level="warning" /> {filter.mistakes.join(" ")}{filter.terms.length > 0 ? ` ${text.filter.ignored}` : ""}</p>
        ) : null}
      </div>
    </div>
  );
}
