// The calls of the workspace, by name.
import { fetch_json } from "./http.ts";
import { read_me, read_page, read_programs, read_queue, read_views } from "./read.ts";
import type { Me, Program, QueuePage, TicketPage, View } from "./shapes.ts";

export const get_me = async (): Promise<Me> => read_me(await fetch_json("/desk/me"));
export const get_programs = async (): Promise<Program[]> => read_programs(await fetch_json("/desk/programs"));
export const get_views = async (brand = 0): Promise<View[]> =>
  read_views(await fetch_json(`/desk/views${brand ? `?brand_id=${brand}` : ""}`));

export async function get_queue(view: string, brand: number, after: string | null): Promise<QueuePage> {
  const query = new URLSearchParams({ view });
  if (brand) query.set("brand_id", String(brand));
  if (after) query.set("after", after);
  return read_queue(await fetch_json(`/desk/queue?${query}`));
}

export async function get_page(id: number): Promise<{ page: TicketPage; now: string }> {
  const wire = (await fetch_json(`/desk/tickets/${id}`)) as { now?: string };
  return { page: read_page(wire), now: wire.now ?? "" };
}
