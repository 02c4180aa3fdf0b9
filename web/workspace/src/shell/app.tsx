import { Queue } from "../queue/queue.tsx";
import { Sidebar } from "../queue/sidebar.tsx";
import { Hatching } from "../promise/line.tsx";
import { is_of_board, is_of_mail, route } from "../state/route.ts";
import { Request } from "../ticket/request.tsx";
import { floating } from "./dialogs.ts";
import { Help } from "./help.tsx";
import { AdminScreen, BoardScreen, MailScreen } from "./later.tsx";
import { Palette } from "./palette.tsx";
import { SaidList } from "./said_list.tsx";
import { TopBar } from "./top_bar.tsx";

export function App() {
  const { ticket, mail, view } = route.value;
  return (
    <div class={ticket === null && mail === null ? "app in-queue" : "app in-request"}>
      <TopBar />
      <Sidebar />
      {ticket !== null ? <Request id={ticket} /> : is_of_mail(view) ? <MailScreen /> : view === "programs" ? <AdminScreen /> : is_of_board(view) ? <BoardScreen /> : <Queue />}
      <SaidList />
      <Hatching />
      {floating.value === "palette" && <Palette />}
      {floating.value === "help" && <Help />}
    </div>
  );
}
