import { memo, useEffect, useMemo, useRef } from "react";
import { healthWord, levelOfHealth } from "../app/condition";
import { absolute, ageSeconds, ago, byteRate, bytes, celsius, decimal, duration, longDuration, percent, printable } from "../app/format";
import { StateShape } from "../app/Icon";
import { recent, useRecentVersion } from "../app/recent";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import { levelOfShare, type Level, type Share } from "../app/trouble";
import type { Kind, Measurement, MetricName, Status } from "../app/types";
import { Meter } from "../chart/Meter";
import { Sparkline } from "../chart/Sparkline";

/** Kinds that agents tell of. */
export function toldByAgent(kind: Kind): boolean {
  return kind === "host" || kind === "container" || kind === "swarm-service" || kind.startsWith("k8s-");
}

/** The sentence behind a reason. */
export function reasonSentence(reason: string | null | undefined, kind?: Kind): string {
  if (!reason) return text.noReason;
  const own = kind === "node" ? text.reasonsOfNode : kind === "mail" ? text.reasonsOfMail : kind !== undefined && toldByAgent(kind) ? text.agents.reasons : {};
  return own[reason] ?? text.reasons[reason] ?? text.unknownReason(reason);
}

/** What a measurement is worth, in words: for a hover, and for readers. */
export function qualityWords(measurement: Measurement, lastSeen: string, now: number, kind?: Kind): string {
  const at = measurement.at ?? lastSeen;
  const when = `${ago(at, now)}, ${absolute(at)}`;
  switch (measurement.quality) {
    case "unknown": return reasonSentence(measurement.reason, kind);
    case "stale": return `${text.qualities.staleSince(when)}. ${measurement.reason ? reasonSentence(measurement.reason, kind) : ""}`;
    case "estimated": return `${text.qualities.estimated(when)}. ${measurement.reason ? reasonSentence(measurement.reason, kind) : ""}`;
    default: return text.qualities.measured(when);
  }
}

const calm = typeof matchMedia === "function" ? matchMedia("(prefers-reduced-motion: reduce)") : null;
const fade: Keyframe[] = [{ color: "var(--hatch)" }, {}];

/**
 * A figure that fades once when it changes, but not when the row has become that of another resource (`of`). Its colour fades, not its
 * opacity: that would make every figure a layer of its own, and two hundred layers cost more than all the rest of a frame.
 */
export const Figure = memo(function Figure({ children, of, className = "" }: { children: string; of: string; className?: string }) {
  const element = useRef<HTMLSpanElement>(null);
  const former = useRef({ children, of });
  useEffect(() => {
    const before = former.current;
    if (before.children === children && before.of === of) return;
    former.current = { children, of };
    if (before.of === of && !calm?.matches && document.visibilityState === "visible") element.current?.animate?.(fade, { duration: 120, easing: "steps(3)" });
  }, [children, of]);
  return <span ref={element} className={`figure ${className}`}>{children}</span>;
});

/** The dash of what is not known; never a zero. */
function Unknown({ reason, lastSeen, plain = false }: { reason: string | undefined; lastSeen: string; plain?: boolean }) {
  // Nothing is unknown about what is switched off: no hatching for it.
  const off = reason === "not_running";
  const words = qualityWords({ value: null, quality: "unknown", ...(reason === undefined ? {} : { reason }) }, lastSeen, 0);
  return (
    <span className="measure unknown" title={words}>
      {plain || off ? null : <Meter value={null} level="unknown" />}
      <span className="figure">–</span>
      <span className="hidden">{off ? text.drawer.notUp : text.qualities.unknownWord}</span>
    </span>
  );
}

function Stale({ children, measurement, lastSeen, plain = false }: { children: string; measurement: Measurement; lastSeen: string; plain?: boolean }) {
  const now = useNow();
  const seconds = ageSeconds(measurement.at ?? lastSeen, now) ?? 0;
  return (
    <span className="measure stale" title={qualityWords(measurement, lastSeen, now)}>
      <span className={plain ? "hidden" : "age"}>{duration(seconds)}<span className="hidden"> {text.qualities.staleWord}</span></span>
      <span className="figure">{children}</span>
    </span>
  );
}

interface ShareCellProps {
  id: string;
  share: Share;
  measurement: Measurement | null;
  lastSeen: string;
  style: "bar" | "spark";
  metric: MetricName;
  top: number | null;
  used?: number | null | undefined;
  total?: number | null | undefined;
}

/** A share as a thin bar, or the line of its last minutes, with its figure. */
export function ShareCell({ id, share, measurement, lastSeen, style, metric, top, used, total }: ShareCellProps) {
  if (!measurement) return null;
  const { value, quality } = measurement;
  if (value === null || quality === "unknown") return <Unknown reason={measurement.reason} lastSeen={lastSeen} />;
  const figure = percent(value);
  if (quality === "stale") return <Stale measurement={measurement} lastSeen={lastSeen}>{figure}</Stale>;
  const rough = quality === "estimated";
  const level = rough ? "ok" : levelOfShare(share, value);
  const amounts = typeof used === "number" && typeof total === "number" ? `${text.of(bytes(used), bytes(total))}. ` : "";
  return (
    <span className={`measure level-${level}`} onPointerMove={(event) => titled(event.currentTarget, amounts, measurement, lastSeen)}>
      {style === "spark"
        ? <Line id={id} metric={metric} top={top} />
        : <Meter value={value} level={level} rough={rough} />}
      <Figure of={id}>{rough ? `≈ ${figure}` : figure}</Figure>
      {level === "ok" ? null : <span className="hidden">{text.levels[level]}</span>}
    </span>
  );
}

/** The last minutes of one metric; drawn again at every new point, also when nothing else of its row has changed. */
function Line({ id, metric, top, width = 72 }: { id: string; metric: MetricName; top: number | null; width?: number }) {
  const version = useRecentVersion();
  const values = useMemo(() => recent.read(id, metric), [id, metric, version]);
  return <Sparkline values={values} version={version} top={top} width={width} />;
}

/** Hovers carry an age, and a cell may have passed to another row, so they are written when they are needed. */
function titled(element: HTMLElement, amounts: string, measurement: Measurement, lastSeen: string): void {
  element.title = amounts + qualityWords(measurement, lastSeen, store.now());
}

interface RateCellProps {
  id: string;
  sum: Measurement | null;
  first: number | null | undefined;
  second: number | null | undefined;
  words: [string, string];
  lastSeen: string;
  style: "bar" | "spark";
  metric: MetricName;
}

/** Two rates as one figure; which is which is said on hover and in the drawer. */
export function RateCell({ id, sum, first, second, words, lastSeen, style, metric }: RateCellProps) {
  if (!sum) return null;
  if (sum.value === null || sum.quality === "unknown") return <Unknown reason={sum.reason} lastSeen={lastSeen} plain />;
  const figure = byteRate(sum.value);
  if (sum.quality === "stale") return <Stale measurement={sum} lastSeen={lastSeen} plain>{figure}</Stale>;
  const both = [first, second].map((value, index) => (typeof value === "number" ? `${text.metrics[words[index] ?? ""] ?? ""} ${byteRate(value)}` : "")).join(", ");
  return (
    <span className="measure measure-rate" onPointerMove={(event) => titled(event.currentTarget, `${both}. `, sum, lastSeen)}>
      {style === "spark" ? <Line id={id} metric={metric} top={null} width={40} /> : null}
      <Figure of={id} className={sum.value < 1024 ? "faint" : ""}>{figure}</Figure>
    </span>
  );
}

const units = { count: decimal, celsius, bytes } as const;

export function FigureCell({ id, measurement, lastSeen, unit }: { id: string; measurement: Measurement | null; lastSeen: string; unit: keyof typeof units }) {
  if (!measurement) return null;
  if (measurement.value === null || measurement.quality === "unknown") return <Unknown reason={measurement.reason} lastSeen={lastSeen} plain />;
  const figure = units[unit](measurement.value);
  if (measurement.quality === "stale") return <Stale measurement={measurement} lastSeen={lastSeen} plain>{figure}</Stale>;
  return (
    <span className="measure measure-rate" onPointerMove={(event) => titled(event.currentTarget, "", measurement, lastSeen)}>
      <Figure of={id}>{measurement.quality === "estimated" ? `≈ ${figure}` : figure}</Figure>
    </span>
  );
}

export function SizeCell({ id, measurement, lastSeen }: { id: string; measurement: Measurement | null; lastSeen: string }) {
  return <FigureCell id={id} measurement={measurement} lastSeen={lastSeen} unit="bytes" />;
}

export const StateCell = memo(function StateCell({ kind, level, status, reason }: { kind: Kind; level: Level; status: Status; reason: string | null }) {
  const word = text.statuses[status] ?? status;
  return (
    <span className={`state state-${level}`} title={reason ? `${word}: ${reasonSentence(reason, kind)}` : word}>
      <StateShape level={level} />
      <span className="state-word">{word}</span>
    </span>
  );
});

export const UptimeCell = memo(function UptimeCell({ startedAt }: { startedAt: string | null }) {
  const now = useNow();
  const seconds = ageSeconds(startedAt, now);
  if (seconds === null) return null;
  return <span className="figure" title={`${longDuration(seconds)}, ${absolute(startedAt)}`}>{duration(seconds)}</span>;
});

export const AgeCell = memo(function AgeCell({ at }: { at: string }) {
  const now = useNow();
  const seconds = ageSeconds(at, now);
  return <span className="figure" title={absolute(at)}>{seconds === null ? "–" : duration(seconds)}</span>;
});

/** A moment of the past by its age, or (`ahead`) of the future by what is left. */
export const MomentCell = memo(function MomentCell({ at, ahead = false }: { at: string | null; ahead?: boolean }) {
  const now = useNow();
  const seconds = at === null ? null : ahead ? (Date.parse(at) - now) / 1000 : ageSeconds(at, now);
  if (seconds === null || Number.isNaN(seconds)) return <NotTold />;
  return <span className="figure" title={absolute(at)}>{ahead ? text.estate.inFuture(duration(seconds)) : duration(seconds)}</span>;
});

/** A number that is a fact and not measured. */
export const NumberCell = memo(function NumberCell({ value, format = plain }: { value: number | null; format?: (value: number) => string }) {
  return value === null ? <NotTold /> : <span className="figure">{format(value)}</span>;
});

function plain(value: number): string {
  return value.toLocaleString("en");
}

function NotTold() {
  return <span className="measure unknown" title={text.noReason}><span className="figure">–</span><span className="hidden">{text.qualities.unknownWord}</span></span>;
}

/** Health in the product's own word. What nobody told is hatched, never green. */
export const HealthCell = memo(function HealthCell({ word }: { word: string | null }) {
  const level = levelOfHealth(word);
  const shown = word === null ? text.qualities.unknownWord : printable(healthWord(word));
  return (
    <span className={`state state-${level} ${level === "unknown" ? "health-unknown" : ""}`} title={word === null ? text.noReason : printable(word)}>
      <StateShape level={level} />
      <span className="cut"><bdi>{shown}</bdi></span>
    </span>
  );
});

export const TagsCell = memo(function TagsCell({ tags }: { tags: string }) {
  if (tags === "") return null;
  return (
    <span className="tags" title={printable(tags.split("\n").join(", "))}>
      {tags.split("\n").map((tag) => <span key={tag} className="tag"><bdi>{printable(tag)}</bdi></span>)}
    </span>
  );
});

export const WordCell = memo(function WordCell({ word, title, right = false }: { word: string | null; title?: string; right?: boolean }) {
  if (word === null || word === "") return null;
  const shown = printable(word);
  return <span className={right ? "figure" : "cut"} title={printable(title ?? word)}><bdi>{shown}</bdi></span>;
});
