// The board that a lead keeps open, and on a request its escalations and hand-offs.
export { BoardScreen } from "./board.tsx";
export { Standing } from "./standing.tsx";
