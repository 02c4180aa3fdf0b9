// One way to the server: our session's cookie, its CSRF token on each change, and a key by which a change that is sent
// again after a broken line is answered again, not done again.
import { t } from "../text/t.ts";

export interface Detail {
  field: string;
  description: string;
  clause: string;
}

// What the server would not do, in its own words.
export class Problem extends Error {
  status: number;
  details: Detail[];
  constructor(status: number, description: string, details: Detail[] = []) {
    super(description);
    this.status = status;
    this.details = details;
  }
}

let csrf_token = "";
export function use_token(token: string): void {
  csrf_token = token;
}

// crypto.randomUUID is there on HTTPS alone.
function fresh_key(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function problem_of(answer: Response): Promise<Problem> {
  try {
    const said = await answer.json();
    const details = Object.entries(said.details ?? {}).flatMap(([field, each]) =>
      (each as { description?: string; clause?: string }[]).map((one) => ({
        field,
        description: one.description ?? "",
        clause: one.clause ?? "",
      })),
    );
    return new Problem(answer.status, String(said.description ?? said.error ?? answer.status), details);
  } catch {
    return new Problem(answer.status, t("workspace.problem.status", { status: answer.status }));
  }
}

async function once(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/v2${path}`, { credentials: "same-origin", ...init });
  } catch {
    throw new Problem(0, t("workspace.problem.offline"));
  }
}

async function read(answer: Response): Promise<unknown> {
  if (!answer.ok) throw await problem_of(answer);
  return answer.status === 204 ? null : answer.json();
}

export async function fetch_json(path: string): Promise<unknown> {
  return read(await once(path, { headers: { Accept: "application/json" } }));
}

// Bytes with their progress, which fetch does not tell. The token under which they wait.
export function upload(file: File, progress: (part: number) => void): Promise<string> {
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open("POST", `/api/v2/uploads?filename=${encodeURIComponent(file.name)}`);
    call.setRequestHeader("X-CSRF-Token", csrf_token);
    call.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    call.responseType = "json";
    call.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    call.onload = () =>
      call.status === 201
        ? done(call.response.upload.token)
        : failed(new Problem(call.status, call.response?.description ?? call.statusText));
    call.onerror = () => failed(new Problem(0, t("workspace.problem.offline")));
    call.send(file);
  });
}

export async function send(method: "POST" | "PUT" | "DELETE", path: string, body: unknown): Promise<unknown> {
  const init = {
    method,
    body: JSON.stringify(body),
    keepalive: method === "DELETE", // it may be the last thing that a page does
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRF-Token": csrf_token,
      "Idempotency-Key": fresh_key(),
    },
  };
  let answer: Response;
  try {
    answer = await once(path, init);
  } catch {
    answer = await once(path, init); // the same key: what was done is not done twice
  }
  return read(answer);
}
