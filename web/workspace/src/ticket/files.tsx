// Files: those of a message, and those that wait to go with the next one. A mail as it was sent, in a frame of its own.
import { useSignal } from "@preact/signals";
import { Problem, upload } from "../api/http.ts";
import type { Attachment, Message } from "../api/shapes.ts";
import { draft_of, set_draft, type Draft } from "../state/drafts.ts";
import { say_problem, words_of } from "../state/said.ts";
import { t } from "../text/t.ts";

const most_bytes = 50 * 2 ** 20;
const size_words = (size: number): string =>
  size < 1e6 ? `${Math.ceil(size / 1024)} KB` : `${(size / 2 ** 20).toFixed(1)} MB`;
const is_picture = (type: string): boolean => /^image\/(png|jpeg|gif|webp)$/.test(type);

let last = 0;

export function attach(id: number, files: Iterable<File>): void {
  const kept = () => draft_of(id).peek().files;
  for (const file of files) {
    const key = `${Date.now()}-${++last}`;
    const put = (part: Partial<Draft["files"][0]>) =>
      set_draft(id, { files: kept().map((each) => (each.key === key ? { ...each, ...part } : each)) });
    const failed = (fault: unknown) => {
      detach(id, key);
      say_problem(fault instanceof Problem ? fault : new Problem(0, words_of(fault)), file.name);
    };
    if (file.size > most_bytes) {
      failed(new Problem(413, t("workspace.files.large")));
      continue;
    }
    set_draft(id, { files: [...kept(), { key, name: file.name, type: file.type, size: file.size, token: "", done: 0 }] });
    void upload(file, (done) => put({ done })).then((token) => put({ token }), failed);
  }
}

function detach(id: number, key: string): void {
  set_draft(id, { files: draft_of(id).peek().files.filter((each) => each.key !== key) });
}

export function Waiting({ id, files }: { id: number; files: Draft["files"] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map(({ key, name, type, size, token, done }) => (
        <li key={key}>
          {token && is_picture(type) && <img src={`/uploads/${token}/1`} alt="" />}
          <span>{name}</span> {token ? <span class="quiet">{size_words(size)}</span> : <progress aria-label={name} value={done} />}
          <button
            type="button"
            class="plain-button small"
            aria-label={t("workspace.files.remove", { name })}
            onClick={() => detach(id, key)}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}

export function Files({ files }: { files: Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map(({ id, content_url, content_type, file_name, size }) => (
        <li key={id}>
          {content_url ? (
            <a href={content_url} target="_blank" rel="noopener">
              {is_picture(content_type) && <img src={content_url} alt="" loading="lazy" />}
              <span>{file_name}</span>
            </a>
          ) : (
            <span class="quiet">{t("workspace.files.gone")}</span>
          )}{" "}
          <span class="quiet">{size_words(size)}</span>
        </li>
      ))}
    </ul>
  );
}

// Its words, or the mail's own page: no script runs there, and pictures from elsewhere wait for a click.
export function Words({ message, children }: { message: Message; children: preact.ComponentChildren }) {
  const way = useSignal(0); // 0: its words, 1: as it was sent, 2: with pictures from elsewhere
  const { as_sent, held_images, folded } = message;
  const fit = ({ currentTarget: frame }: { currentTarget: HTMLIFrameElement }) => {
    frame.style.height = "0"; // else it is never less than it was
    frame.style.height = `${Math.min(frame.contentDocument!.documentElement.scrollHeight + 2, 4000)}px`;
  };
  return (
    <>
      {way.value ? (
        <iframe
          title={t("workspace.files.as_sent")}
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
          src={`${as_sent}?images=${way.value - 1}`}
          onLoad={fit}
        />
      ) : (
        children
      )}
      {folded && !way.value && (
        <details class="folded">
          <summary>{t("workspace.files.folded")}</summary>
          <div class="words plain">{folded}</div>
        </details>
      )}
      {as_sent && (
        <button class="small" onClick={() => (way.value = way.value ? 0 : 1)}>
          {way.value ? t("workspace.files.words") : t("workspace.files.as_sent")}
        </button>
      )}
      {way.value === 1 && held_images && (
        <button class="small" onClick={() => (way.value = 2)}>
          {t("workspace.files.pictures")}
        </button>
      )}
    </>
  );
}
