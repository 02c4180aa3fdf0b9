// What the receiving server's checks are on the real net, as a filter of OpenSMTPD (smtpd-filters(7)): strips
// Authentication-Results that came with the mail under our server's name, and stamps its own. A stand-in for SPF, DKIM and
// DMARC: a mail is its domain's when it comes from an address of 127.0.0.0/8 from which that domain sends (the argument, a
// JSON object of domain -> addresses). Of a domain that is not named there it says "none".
import { createInterface } from "node:readline";

const [server, table] = process.argv.slice(2);
const senders = JSON.parse(table);
const sessions = new Map();
const say = (line) => process.stdout.write(`${line}\n`);

// Header fields, each with the lines that are folded below it.
function fieldsOf(lines) {
  const fields = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line) && fields.length > 0) fields.at(-1).push(line);
    else fields.push([line]);
  }
  return fields;
}

export function stamped(lines, from) {
  const ours = new RegExp(`^Authentication-Results:\\s*${server.replaceAll(".", "\\.")}\\s*(;|$)`, "i");
  const kept = fieldsOf(lines).filter((field) => !ours.test(field.map((line) => line.trim()).join(" ")));
  const author = kept.find((field) => /^from:/i.test(field[0]))?.join(" ") ?? "";
  const domain = /@([^\s>,;"]+)>?\s*$/.exec(author)?.[1].toLowerCase() ?? "";
  const known = Object.hasOwn(senders, domain) ? senders[domain] : undefined;
  const result = !known ? "none" : known.includes(from) ? "pass" : "fail";
  return [`Authentication-Results: ${server}; dmarc=${result} header.from=${domain}`, ...kept.flat()];
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line === "config|ready") {
    for (const each of ["report|smtp-in|link-connect", "report|smtp-in|link-disconnect", "filter|smtp-in|data-line"])
      say(`register|${each}`);
    say("register|ready");
    continue;
  }
  const words = line.split("|");
  const [kind, , , , event, session] = words;
  if (kind === "report" && event === "link-connect") sessions.set(session, { from: words[8].replace(/:\d+$/, ""), headers: [] });
  if (kind === "report" && event === "link-disconnect") sessions.delete(session);
  if (kind !== "filter") continue;
  const state = sessions.get(session);
  const answer = (each) => say(`filter-dataline|${session}|${words[6]}|${each}`);
  const text = words.slice(7).join("|"); // a line may hold bars itself
  if (!state.headers) {
    answer(text);
    if (text === ".") state.headers = []; // another mail may follow
  } else if (text === "" || text === ".") {
    for (const each of stamped(state.headers, state.from)) answer(each);
    state.headers = text === "." ? [] : undefined;
    answer(text);
  } else {
    state.headers.push(text);
  }
}
