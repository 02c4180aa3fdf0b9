// Messages and what else happened, in one order.
import type { HistoryEvent, Message } from "../api/shapes.ts";

export type Entry = { message: Message } | { events: HistoryEvent[] };

// By time; of one instant the message first, since what follows from it follows.
export function woven(messages: Message[], history: HistoryEvent[]): Entry[] {
  const all = [
    ...messages.map((message) => ({ at: Date.parse(message.at), message })),
    ...history.map((event) => ({ at: Date.parse(event.at), event })),
  ];
  all.sort((a, b) => a.at - b.at || ("message" in a ? 0 : 1) - ("message" in b ? 0 : 1));
  const entries: Entry[] = [];
  for (const each of all) {
    const last = entries.at(-1);
    if ("message" in each) entries.push({ message: each.message });
    else if (last && "events" in last) last.events.push(each.event);
    else entries.push({ events: [each.event] });
  }
  return entries;
}
