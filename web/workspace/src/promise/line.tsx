// The promise line: a row per clock on one time axis. Each row is a button that opens its receipt in words.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Clock, Receipt } from "../api/shapes.ts";
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { StandingMark, TimeLeft } from "../shell/time_left.tsx";
import { t, word } from "../text/t.ts";
import { left_words, standing, standing_word } from "../time/standing.ts";
import { date_words, hour_words, when_words } from "../time/words.ts";
import { layout, type Layout, type LineMark, type Row, type Stretch } from "./geometry.ts";
import { ReceiptList } from "./receipt_list.tsx";

const bar = { top: 7, height: 10, all: 26 };
const edge = 8; // room for a mark at either end

function Bar({ stretch }: { stretch: Stretch }) {
  const { x, width, kind, cause } = stretch;
  const why =
    kind === "paused"
      ? word("workspace.waiting", cause || "other")
      : kind === "closed"
        ? t("workspace.line.closed")
        : "";
  const from = when_words(stretch.from, now.value, zone(), false),
    to = when_words(stretch.to, now.value, zone(), false);
  const title = why && <title>{`${why}: ${from} – ${to}`}</title>;
  if (kind === "closed")
    return (
      <g class="bar closed">
        <rect x={x} y={0} width={width} height={bar.all} class="touch" />
        <rect x={x} y={bar.top + 4} width={width} height={2} />
        {title}
      </g>
    );
  const fill = kind === "paused" ? "url(#hatched)" : undefined;
  return (
    <rect class={`bar ${kind}`} x={x} y={bar.top + 0.5} width={width} height={bar.height - 1} fill={fill}>
      {title}
    </rect>
  );
}

const middle = bar.top + bar.height / 2;

function EndMark({ mark }: { mark: LineMark }) {
  const { x, kind } = mark;
  switch (kind) {
    case "due":
      return <path class="line-mark due" d={`M${x} ${bar.top - 5}V${bar.top + bar.height + 5}`} />;
    case "flag":
      return <path class="line-mark flag" d={`M${x} ${bar.top + bar.height + 6}V1h8l-2.4 2.8L${x + 8} 6.6H${x}`} />;
    case "met":
      return <path class="line-mark met" d={`m${x - 5} ${middle} 4 4.5 7-9`} />;
    case "missed":
      return <path class="line-mark missed" d={`M${x} 0v6l-4 3 8 4-4 3v${bar.all - 16 - 1}`} />;
  }
}

function RowBars({ row, shape, width, label }: { row: Row; shape: Layout; width: number; label: string }) {
  return (
    <svg class="bars" width={width} height={bar.all} role="img" aria-label={label}>
      <g transform={`translate(${edge} 0)`}>
        <path class="base" d={`M0 ${bar.top + bar.height}H${width - 2 * edge}`} />
        {row.stretches.map((each, index) => (
          <Bar key={index} stretch={each} />
        ))}
        <path class="now" d={`M${shape.now} 0V${bar.all}`} />
        {row.marks.map((each, index) => (
          <EndMark key={index} mark={each} />
        ))}
      </g>
    </svg>
  );
}

function Axis({ shape, width }: { shape: Layout; width: number }) {
  return (
    <svg class="axis" width={width} height={18} aria-hidden="true">
      <g transform={`translate(${edge} 0)`}>
        {shape.ticks.map(({ x, at, day }) => (
          <g key={at}>
            <path d={`M${x} 0v4`} />
            <text x={x} y={15} text-anchor={x < 16 ? "start" : x > width - 40 ? "end" : "middle"}>
              {day ? short_date(at) : hour_words(at, zone())}
            </text>
          </g>
        ))}
      </g>
    </svg>
  );
}

const short_date = (at: number): string => date_words(at, zone()).replace(/^\w+ |\(.*\)$/g, "");

export function Hatching() {
  return (
    <svg width="0" height="0" class="defs" aria-hidden="true">
      <pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path class="hatch" d="M1 0v5" />
      </pattern>
    </svg>
  );
}

// A figure that is drawn need not turn each second: half a pixel's worth of time is enough.
function useStep(milliseconds: number): number {
  return Math.floor(now.value / milliseconds) * milliseconds;
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, set_width] = useState(320);
  useEffect(() => {
    const watch = new ResizeObserver(() => {
      if (box.current) set_width(Math.floor(box.current.clientWidth));
    });
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}

// A duty of the customer's, or a promise among ourselves: not to be taken for one that we gave.
function Whose({ clock }: { clock: Clock }) {
  if (clock.owed_by === "customer")
    return <span class="quiet"> · {word("workspace.waiting_short", "customer")}</span>;
  return clock.customer_facing ? null : <span class="quiet"> · {t("workspace.line.internal")}</span>;
}

// A timer without a due is the desk's own business; what never began promises nothing.
const is_drawn = ({ clock }: Receipt): boolean =>
  clock.started_at !== null && (clock.firmness !== "timer" || clock.due !== null || clock.budget > 0);

// What still counts stands first, then what is over.
function in_order(rows: Row[]): Row[] {
  const rank = (row: Row) => {
    const state = row.receipts.at(-1)!.clock.state;
    return state === "running" || state === "missed" ? 0 : state === "paused" ? 1 : 2;
  };
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

export function PromiseLine({ receipts }: { receipts: Receipt[] }) {
  const { box, width } = useWidth();
  const [open, set_open] = useState("");
  const drawn = receipts.filter(is_drawn);
  const shape = layout(drawn, useStep(5000), width - 2 * edge, zone());
  return (
    <div class="promise-line" ref={box}>
      {drawn.length === 0 && <p class="quiet">{t("workspace.line.none")}</p>}
      {in_order(shape.rows).map((row) => {
        const clock = row.receipts.at(-1)!.clock,
          shown = open === row.clock;
        const how = standing(clock, now.value);
        const over = how === "met" || how === "late" || how === "over";
        return (
          <section key={row.clock} class="promise-row">
            <button aria-expanded={shown} onClick={() => set_open(shown ? "" : row.clock)}>
              <span class="promise-head">
                <StandingMark clock={clock} quiet />
                <span class="promise-name">
                  {clock.title}
                  <Whose clock={clock} />
                </span>
                {!over && <TimeLeft clock={clock} wall />}
              </span>
              <RowBars
                row={row}
                shape={shape}
                width={width}
                label={`${clock.title}: ${standing_word(clock, how)}. ${over ? "" : left_words(clock, useStep(60000), zone())}`}
              />
            </button>
            {shown && <ReceiptList receipts={row.receipts} />}
          </section>
        );
      })}
      {drawn.length > 0 && <Axis shape={shape} width={width} />}
    </div>
  );
}
