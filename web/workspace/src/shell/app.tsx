import { Queue } from "../queue/queue.tsx";
import { Sidebar } from "../queue/sidebar.tsx";
import { Hatching } from "../promise/line.tsx";
import { route } from "../state/route.ts";
import { Request } from "../ticket/request.tsx";
import { floating } from "./dialogs.ts";
import { Help } from "./help.tsx";
import { Palette } from "./palette.tsx";
import { SaidList } from "./said_list.tsx";
import { TopBar } from "./top_bar.tsx";

export function App() {
  const { ticket } = route.value;
  return (
    <div class={ticket === null ? "app in-queue" : "app in-request"}>
      <TopBar />
      <Sidebar />
      {ticket === null ? <Queue /> : <Request id={ticket} />}
      <SaidList />
      <Hatching />
      {floating.value === "palette" && <Palette />}
      {floating.value === "help" && <Help />}
    </div>
  );
}
