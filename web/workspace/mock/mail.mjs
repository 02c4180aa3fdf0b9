// Held mail, mailboxes and addresses of the made-up desk.
import { iso } from "./data.mjs";

const minute = 60;

export function make_mail({ say }) {
  const held = (id, cause, subject, email, part = {}) => ({
    id,
    subject,
    author: { id: null, email, name: email },
    cause,
    refusal: null,
    outcome: "held",
    about_ticket_id: null,
    ticket_id: null,
    brand_id: 1,
    recipient: "support",
    created_at: iso(-id * 7 * minute),
    may: ["recover", "dismiss"],
    source_url: `/api/v2/suspended_tickets/${id}/source`,
    to: ["support@vendor.example"],
    content: say("Nothing reaches us since nine.", "9 時から接続できません。"),
    reply: say("Nothing reaches us since nine.", "9 時から接続できません。"),
    folded: "> before",
    attachments: [{ file_name: "router.log", content_type: "text/plain", size: 48213 }],
    notes: ["signed", "nul_bytes"],
    sender_verification: "failed",
    authentication_results: [{ server: "mx", method: "dmarc", result: "fail", domain: "acme.example" }],
    ...part,
  });
  return [
    held(1, "unverified_sender", say("Re: timeouts [#1042]", "Re: タイムアウト [#1042]"), "tanaka@acme.example", {
      about_ticket_id: 1042,
    }),
    held(2, "unverified_agent", say("Please close it", "クローズしてください"), "misaki@example.com", {
      may: ["dismiss"],
      sender_verification: "unknown",
    }),
    held(3, "refused", say("Invoice", "請求書について"), "ito@kitamura.example", {
      refusal: {
        code: "required",
        field: "product",
        description: say("This field is needed.", "この項目は必須です。"),
      },
    }),
  ];
}

export const mailboxes = [
  {
    name: "support",
    address: "support@vendor.example",
    program: "megaport",
    sends: true,
    fetched: true,
    pushed: true,
    last_read_at: iso(-minute),
    taken: 12,
    waiting: 0,
    trouble: "connect",
    trouble_text: "no route to host",
    trouble_since: iso(-9 * minute),
  },
];

export const addresses = (id) =>
  id === 1042
    ? [
        { address: "tanaka@acme.example", state: "bounced", since: iso(-minute), code: "5.1.1", detail: "no such user" },
        { address: "mori@acme.example", state: "well" },
      ]
    : [];
