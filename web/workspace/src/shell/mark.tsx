// The marks of a clock: each a shape of its own, so that it reads without colour; the word stands beside it.
import type { JSX } from "preact";
import type { Standing } from "../time/standing.ts";

const shapes: Record<Standing, JSX.Element> = {
  running: <circle cx="8" cy="8" r="4.5" class="hollow" />,
  soon: <path d="M8 1.8 14.6 13.6H1.4Z" class="solid" />,
  broken: (
    <>
      <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2" class="solid" />
      <path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" class="cut" />
    </>
  ),
  paused: <path d="M4 3h3v10H4zM9 3h3v10H9z" class="solid" />,
  promised: <path d="M3.6 14.4V2h9l-2.6 3.2L12.6 8.4H5.2v6z" class="solid" />,
  soft: <path d="M2 8q3-5 6 0t6 0" class="hollow" />,
  met: <path d="m2.6 8.6 3.6 3.8 7.2-8.6" class="hollow" />,
  late: (
    <>
      <path d="m2.6 8.6 3.6 3.8 7.2-8.6" class="hollow" />
      <path d="M2 14.6h12" class="hollow" />
    </>
  ),
  theirs: <path d="M2.5 8h10m-4.2-4.2L12.5 8l-4.2 4.2" class="hollow" />,
  over: <path d="M3 8h10" class="hollow" />,
};

export function Mark({ kind }: { kind: Standing }) {
  return (
    <svg class={`mark is-${kind}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {shapes[kind]}
    </svg>
  );
}
