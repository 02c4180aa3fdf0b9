// A desk that might be: requests in the API's shape, told relative to now. For looking at the workspace, never shipped.
const minute = 60,
  hour = 3600;
export const start = Math.floor(Date.now() / 1000);
export const iso = (offset) =>
  offset === null ? null : new Date((start + offset) * 1000).toISOString().replace(/\.\d+Z/, "Z");

const both = (language, en, ja) => (language === "ja" ? ja : en);

export function make_desk(language) {
  const say = (en, ja) => both(language, en, ja);
  const people =
    language === "ja"
      ? [
          { id: 7, name: "佐藤 美咲" },
          { id: 8, name: "高橋 健" },
          { id: 9, name: "Emma Clarke" },
          { id: 10, name: "中村 葵" },
        ]
      : [
          { id: 7, name: "Misaki Sato" },
          { id: 8, name: "Ken Takahashi" },
          { id: 9, name: "Emma Clarke" },
          { id: 10, name: "Aoi Nakamura" },
        ];
  const me = {
    user: { ...people[0], email: "misaki@example.com" },
    csrf_token: "token",
    language,
    zone: "Asia/Tokyo",
    may: ["agent"],
  };
  const severities = [
    {
      id: "1",
      rank: 0,
      title: say("Service loss", "サービスの損失"),
      means: say(
        "Down or severely degraded, no workaround.",
        "サービスが停止または著しく低下し、回避策もない状態です。",
      ),
    },
    {
      id: "2",
      rank: 1,
      title: say("Degradation", "部分的な低下・断続的な障害"),
      means: say(
        "Partly degraded or intermittent, but business goes on.",
        "部分的に低下、または断続的に途切れますが、業務は続けられる状態です。",
      ),
    },
    {
      id: "3",
      rank: 2,
      title: say("No service impact", "サービスに影響なし"),
      means: say(
        "Minor; a non-critical function is partly lost.",
        "軽微な問題で、重要でない機能の一部が使えない状態です。",
      ),
    },
  ];
  const program = (id, key, title) => ({
    id,
    key,
    title,
    languages: ["en", "ja"],
    facts: [],
    kinds: [
      { id: "incident", title: say("Incident", "インシデント"), means: "" },
      { id: "inquiry", title: say("General inquiry", "一般的なお問い合わせ"), means: "" },
    ],
    severities,
    reasons: [],
    marks: [{ id: "scope_confirmed", title: say("Scope confirmed", "対象範囲を確認") }],
    teams: [
      { id: "support", title: say("Customer Support", "カスタマーサポート"), group_id: 1 },
      { id: "network", title: say("Network Operations", "ネットワーク運用"), group_id: 2 },
    ],
  });
  const programs = [
    program(1, "megaport", say("Megaport support", "Megaport サポート")),
    program(2, "sixclicks", say("6clicks support", "6clicks サポート")),
  ];
  const titles = {
    first_response: say("First response", "初回応答"),
    update: say("Next update", "経過報告"),
    restore: say("Time to restore", "復旧までの時間"),
    next_response: say("Next response", "次回応答"),
  };
  const clock = (name, state, part = {}) => ({
    clock: name,
    title: titles[name],
    cycle: 1,
    state,
    owed_by: "vendor",
    customer_facing: true,
    firmness: "firm",
    promised: false,
    started_at: iso(-2 * hour),
    due: null,
    breached_at: null,
    ended_at: null,
    budget: 0,
    spent: 0,
    amount: "",
    says: "",
    clause: `clocks.${name}.within[0].cells.2`,
    calendar: "",
    calendar_title: "",
    paused_by: "",
    metric: "",
    ...part,
    ...Object.fromEntries(
      ["started_at", "due", "breached_at", "ended_at"]
        .filter((each) => typeof part[each] === "number")
        .map((each) => [each, iso(part[each])]),
    ),
  });
  return { language, say, me, people, programs, titles, clock };
}

const subjects = [
  ["API timeouts in the Tokyo region since this morning", "東京リージョンで今朝から API がタイムアウトする"],
  ["Port down in LA1, no link light", "LA1 のポートがダウンし、リンクランプが点灯しない"],
  ["BGP session flaps every ten minutes", "BGP セッションが約 10 分ごとに切断と再接続を繰り返す"],
  [
    "Which prefixes do you announce to the exchange in Osaka?",
    "大阪の IX に広報されるプレフィックスについて教えてください",
  ],
  ["Cannot add a second VLAN to an existing connection", "既存の接続に 2 つ目の VLAN を追加できない"],
  ["Invoice for October shows a port that was ordered off", "10 月分の請求書に、解約済みのポートが含まれている"],
  [
    "Latency between SY3 and SG1 doubled since the maintenance on Saturday night, please see the attached traceroutes",
    "土曜夜間のメンテナンス以降、SY3 と SG1 の間の遅延が約 2 倍になっています(traceroute の結果を添付します)",
  ],
  ["Change of technical contact", "技術窓口担当の変更について"],
  ["Packet loss on VXC to AWS Direct Connect", "AWS Direct Connect への VXC でパケットロスが発生する"],
  ["LOA for cross connect at Equinix TY2", "Equinix TY2 での構内接続用 LOA の発行依頼"],
  ["Two-factor login fails for new users", "新しいユーザーが二要素認証でログインできない"],
  ["Question about burst billing", "バースト課金の計算方法について"],
];
const customers = [
  ["Hiroshi Tanaka", "田中 浩", "ACME Japan", "株式会社アクメ"],
  ["Lucy Marsh", "Lucy Marsh", "Blue Harbour Logistics", "Blue Harbour Logistics"],
  ["Jun Ito", "伊藤 純", "Kitamura Shoji", "北村商事株式会社"],
  ["Olaf Brandt", "Olaf Brandt", "Foo Systems GmbH", "Foo Systems GmbH"],
];

// Each round of the same dozen falls due at other times.
export function make_items(desk) {
  const { say, people } = desk;
  let shift = 0;
  const clock = (name, state, part) =>
    desk.clock(name, state, {
      ...part,
      ...(typeof part.due === "number" ? { due: part.due + shift * (part.due < 0 ? -1 : 1) } : {}),
    });
  const plans_at = (round) => {
    shift = round * 1187;
    return plans();
  };
  const plans = () => [
    [
      clock("update", "running", { due: 18 * minute + 4, budget: hour }),
      clock("restore", "running", { due: 3 * hour + 41 * minute, budget: 6 * hour, spent: 2 * hour }),
    ],
    [
      clock("restore", "missed", { due: -12 * minute, breached_at: -12 * minute, budget: 6 * hour }),
      clock("update", "running", { due: 4 * minute + 9, budget: 30 * minute }),
    ],
    [clock("update", "running", { due: 47 * minute, promised: true })],
    [clock("first_response", "running", { due: 21 * minute, budget: 30 * minute })],
    [
      clock("restore", "paused", {
        paused_by: "customer",
        budget: 24 * hour,
        spent: 20 * hour + 20 * minute,
        calendar: "",
      }),
    ],
    [
      clock("first_response", "running", {
        due: null,
        firmness: "best_effort",
        says: say("As fast as possible", "できる限り早く対応します"),
      }),
    ],
    [
      clock("restore", "running", {
        due: 31 * hour,
        budget: 48 * hour,
        calendar: "office",
        calendar_title: say("Business hours", "営業時間"),
      }),
    ],
    [clock("next_response", "running", { due: 5 * hour + 12 * minute, budget: 8 * hour })],
    [clock("restore", "paused", { paused_by: "third_party", budget: 24 * hour, spent: 3 * hour })],
    [clock("update", "running", { due: 9 * minute, promised: true })],
    [clock("first_response", "running", { due: 2 * hour + 2 * minute, budget: 4 * hour })],
    [],
  ];
  const one = (index) => {
    const which = index % subjects.length,
      [en, ja, org_en, org_ja] = customers[(index * 7 + (index >> 3)) % customers.length];
    const clocks = plans_at(Math.floor(index / subjects.length))[which],
      paused = clocks[0]?.state === "paused";
    return {
      ticket: {
        id: 1042 + index,
        subject: say(...subjects[which]),
        status: paused ? (clocks[0].paused_by === "customer" ? "pending" : "hold") : which === 11 ? "solved" : "open",
        kind: which % 4 === 3 ? "inquiry" : "incident",
        severity: String([1, 1, 2, 3, 3, 3, 2, 3, 2, 3, 2, 3][which]),
        rank: 0,
        brand_id: index % 5 === 3 ? 2 : 1,
        created_at: iso(-2 * hour),
        updated_at: iso(-10 * minute),
        version: 7,
      },
      requester: say(en, ja),
      organization: say(org_en, org_ja),
      owner: index % 3 === 2 ? "" : people[(index * 3 + (index >> 2)) % 4].name,
      group: say("Customer Support", "カスタマーサポート"),
      dates: index === 1 ? [{ fact: "cutover", title: say("Planned cutover", "切り替え予定日"), value: iso(9 * 24 * hour).slice(0, 10) }] : [],
      waits_its_turn: index === 2,
      clocks,
    };
  };
  const all = Array.from({ length: 130 }, (_, index) => one(index));
  const due = (item) =>
    Math.min(...item.clocks.filter((each) => each.due).map((each) => Date.parse(each.due)), Number.MAX_SAFE_INTEGER);
  return all.sort((a, b) => due(a) - due(b) || a.ticket.id - b.ticket.id);
}
