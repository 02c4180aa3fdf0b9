// What happened on the demo desk in its last days. Minutes count back from the moment at which it is filled.

#include "apps/demo.hpp"

namespace yakusoku::apps {

const std::vector<DemoLogin>& demo_people() {
  static const std::vector<DemoLogin> people{
      {"管理 太郎", "admin@demo.example", "admin", "", "ja", "Asia/Tokyo"},
      {"佐藤 花子", "hanako@demo.example", "lead", "", "ja", "Asia/Tokyo"},
      {"Emma Wilson", "emma@demo.example", "agent", "", "en", "Australia/Brisbane"},
      {"Liam Chen", "liam@demo.example", "agent", "", "en", "America/Los_Angeles"},
      {"鈴木 一郎", "ichiro@demo.example", "agent", "", "ja", "Asia/Tokyo"},
      {"Noor Haddad", "noor@demo.example", "light_agent", "", "en", "Europe/London"},
      {"田中 美咲", "misaki@blue.example", "customer", "株式会社ブルーオーシャン", "ja", "Asia/Tokyo"},
      {"山本 健", "ken@blue.example", "customer_admin", "株式会社ブルーオーシャン", "ja", "Asia/Tokyo"},
      {"Olivia Brown", "olivia@acme.example", "customer", "ACME Logistics", "en", "Australia/Sydney"},
      {"James Miller", "james@acme.example", "customer_admin", "ACME Logistics", "en", "Australia/Sydney"},
      {"Sofia Rossi", "sofia@fiera.example", "customer", "Fiera Media", "en", "Europe/Rome"},
      {"高橋 直人", "naoto@hoshi.example", "customer", "星製作所", "ja", "Asia/Tokyo"},
  };
  return people;
}

const std::vector<DemoRequest>& demo_requests() {
  static const std::vector<DemoRequest> requests{
      // 0..: Megaport
      {"megaport", "incident", "", "misaki", "東京IX 経由の通信が断続的に切れます", "今朝から東京拠点と AWS 間の VXC が数分おきに切断されます。業務に影響が出ています。",
       {{"service", "VXC TYO-AWS-01"}}, {{6, "open", "", ""}}},
      {"megaport", "incident", "", "olivia", "Port down at LA1", "Our port in LA1 went down and all VXCs with it. Nothing reaches our west coast sites.",
       {{"service", "PORT LA1-22"}},
       {{95, "open", "", ""}, {92, "severity", "emma", "1"}, {90, "assign", "emma", "emma"}, {88, "reply", "emma", "We have confirmed the loss of light on the cross connect and called the data centre. I stay on this until it is up."},
        {62, "reply", "emma", "The data centre's technician is on site and is testing the fibre."}, {26, "reply", "emma", "The patch was replaced; we are waiting for light on our side."}}},
      {"megaport", "incident", "", "ken", "大阪ポートのパケットロス", "大阪のポートで 3% ほどのパケットロスが続いています。", {{"service", "PORT OSA-07"}},
       {{1500, "open", "", ""}, {1488, "severity", "ichiro", "2"}, {1487, "assign", "ichiro", "ichiro"},
        {1486, "reply", "ichiro", "ご連絡ありがとうございます。ポートのエラーカウンターを確認しております。"},
        {1440, "reply", "ichiro", "対向機器側の光レベルも確認しております。", "480"}, {960, "reply", "ichiro", "光モジュールを手配しました。到着後に交換いたします。", "480"},
        {470, "reply", "ichiro", "交換作業の日程を調整しております。次は下記の時刻までにご連絡いたします。", "480"}}},
      {"megaport", "incident", "", "sofia", "VXC to Frankfurt is slow since the maintenance", "Since last night's maintenance our Frankfurt VXC gives half its rate.",
       {{"service", "VXC MIL-FRA"}},
       {{3300, "open", "", ""}, {3290, "severity", "emma", "3"}, {3289, "assign", "emma", "emma"},
        {3280, "ask", "emma", "Could you run the two traces below from both ends and send us the output?"}}},
      {"megaport", "incident", "", "james", "BGP session to the route server flaps", "The session resets every 20 minutes.", {{"service", "IX SYD"}},
       {{420, "open", "", ""}, {415, "severity", "liam", "2"}, {414, "assign", "liam", "liam"}, {412, "reply", "liam", "We see the resets and compare them with the route server's log. I will write again by the time below.", "180"}}},
      {"megaport", "incident", "", "naoto", "名古屋拠点のサービスが停止しています", "名古屋のポートに接続できず、全拠点間の通信が止まっています。", {{"service", "PORT NGO-01"}},
       {{500, "open", "", ""}, {495, "severity", "ichiro", "1"}, {494, "assign", "ichiro", "ichiro"}, {493, "reply", "ichiro", "停止を確認しました。最優先で対応いたします。"}}},
      {"megaport", "incident", "", "olivia", "Asymmetric latency between SYD and PER", "Latency went from 46 ms to 80 ms one way.", {{"service", "VXC SYD-PER"}},
       {{2900, "open", "", ""}, {2890, "severity", "emma", "3"}, {2888, "reply", "emma", "A carrier moved the path. We have asked for the former one."}, {2700, "event", "emma", "restored"},
        {2690, "solve", "emma", "restored", "The former path is back since 14:05; latency is 46 ms both ways again. Please tell us if you see otherwise."}}},
      {"megaport", "provisioning", "", "misaki", "新規 MCR の開通が完了しません", "MCR の注文が「処理中」のまま 1 時間経っています。", {{"service", "MCR TYO-2"}},
       {{80, "open", "", ""}, {70, "assign", "hanako", "ichiro"}, {66, "reply", "ichiro", "注文を確認し、手動で開通処理を進めております。"}}},
      {"megaport", "provisioning", "", "sofia", "Cross connect order for Milan", "We need the letter of authority for the new cross connect.", {{"service", "PORT MIL-03"}},
       {{4500, "open", "", ""}, {4480, "reply", "emma", "The letter is attached to the order in the portal."}, {4200, "event", "emma", "arrived"}, {4190, "solve", "emma", "activated", "Your port is active. Welcome to Milan."}}},
      {"megaport", "inquiry", "", "ken", "ポートの契約期間を変更できますか", "12 か月契約を 24 か月に変更する場合の手続きを教えてください。", {},
       {{25, "open", "", ""}}},
      {"megaport", "inquiry", "", "james", "Which locations offer 100G ports?", "We plan two new sites in 2027.", {},
       {{1700, "open", "", ""}, {1680, "reply", "liam", "All locations marked 100G in the portal's map; the list is linked below."}, {1600, "solve", "liam", "answered", ""}}},
      {"megaport", "inquiry", "", "sofia", "How is the burst rate billed?", "Our invoice shows a rate we did not expect.", {},
       {{5000, "open", "", ""}, {4990, "reply", "emma", "The rate follows the change you made on the 3rd; it counts from that hour."}, {4900, "solve", "emma", "answered", ""},
        {300, "message", "", "Thank you. One more question: can we cap it?"}}},
      {"megaport", "incident", "", "naoto", "管理ポータルにログインできません", "ログイン後に白い画面になります。", {{"service", "Portal"}},
       {{2000, "open", "", ""}, {1995, "severity", "ichiro", "3"}, {1990, "reply", "ichiro", "該当のブラウザー版で再現しました。修正版を準備しております。"}, {1700, "event", "ichiro", "restored"},
        {1690, "solve", "ichiro", "restored", "修正版を反映しました。お手数をおかけしました。"}, {1200, "message", "", "本日また同じ画面になりました。"}}},
      {"megaport", "incident", "", "misaki", "東京の通信断について(重複)", "先ほどのお問い合わせと同じ現象です。", {{"service", "VXC TYO-AWS-01"}},
       {{5, "open", "", ""}, {3, "merge", "ichiro", "0"}}},
      {"megaport", "incident", "", "james", "Brisbane port degraded", "CRC errors rise on BNE1.", {{"service", "PORT BNE-11"}},
       {{700, "open", "", ""}, {690, "severity", "emma", "3"}, {688, "reply", "emma", "We see the errors and look at the optics."}, {400, "severity", "emma", "2"},
        {398, "reply", "emma", "Errors have grown, so we raised the severity. A spare optic is on its way."}, {345, "reply", "emma", "The courier is through customs."}, {290, "reply", "emma", "The optic is at the data centre."},
        {236, "reply", "emma", "The change window is agreed for tonight.", "420"}}},
      {"megaport", "incident", "", "olivia", "Total loss in Melbourne (was partial)", "All our Melbourne services are gone.", {{"service", "PORT MEL-02"}},
       {{260, "open", "", ""}, {255, "severity", "liam", "1"}, {253, "reply", "liam", "Confirmed. Two engineers are on it."}, {225, "reply", "liam", "A line card failed; half of the services have moved to the spare."},
        {200, "severity", "liam", "2"}, {198, "reply", "liam", "Service is back on reduced capacity. The card will be replaced."}, {145, "reply", "liam", "The replacement card is racked."}, {92, "reply", "liam", "Traffic is being moved back in steps."}, {35, "reply", "liam", "Half of it has moved."}}},
      {"megaport", "incident", "", "ken", "監視グラフが更新されません", "ポータルのグラフが昨日の夕方から止まっています。", {{"service", "Portal graphs"}},
       {{900, "open", "", ""}, {890, "severity", "hanako", "3"}, {885, "reply", "hanako", "収集系の遅延を確認しました。データは失われておりません。"},
        {650, "reply", "hanako", "遅延の原因を特定しました。"}, {420, "hold", "hanako", "third_party"}, {415, "reply", "hanako", "委託先での作業を待っております。"}}},
      {"megaport", "inquiry", "", "naoto", "SLA の計算方法について", "可用性の計算に計画メンテナンスは含まれますか。", {}, {{20, "open", "", ""}, {12, "reply", "ichiro", "計画メンテナンスは含まれません。詳しくは下記をご覧ください。"}}},
      {"megaport", "incident", "", "sofia", "Cloud router drops IPv6 routes", "IPv6 routes vanish after a change of the prefix list.", {{"service", "MCR FRA-1"}},
       {{1380, "open", "", ""}, {1370, "severity", "emma", "2"}, {1368, "reply", "emma", "Reproduced in our lab."}, {1300, "event", "emma", "workaround_given"},
        {1298, "reply", "emma", "Until the fix: apply the prefix list twice. The routes stay then.", "240"}, {1050, "reply", "emma", "The fix is in test.", "240"}, {800, "reply", "hanako", "The fix goes out tonight.", "720"},
        {70, "reply", "emma", "The fix is installed; we watch it.", "120"}}},
      {"megaport", "incident", "", "misaki", "福岡への経路が遠回りしています", "福岡宛の通信が東京を経由しています。", {{"service", "VXC FUK"}},
       {{2880, "open", "", ""}, {2875, "severity", "ichiro", "3"}, {2870, "reply", "ichiro", "経路を確認いたします。"}, {2860, "ask", "ichiro", "お手元の経路情報をお送りいただけますか。"}}},
      {"megaport", "inquiry", "", "olivia", "Do you support jumbo frames?", "We would like MTU 9100.", {}, {{9000, "open", "", ""}, {8990, "reply", "emma", "Yes, on all VXCs between our ports."}, {8900, "solve", "emma", "answered", ""}}},
      {"megaport", "incident", "", "james", "Port flaps in Auckland", "Three flaps within the hour.", {{"service", "PORT AKL-02"}},
       {{250, "open", "", ""}, {245, "severity", "emma", "2"}, {243, "reply", "emma", "We see the flaps and have opened a case with the data centre."}, {190, "reply", "emma", "They found a dirty connector.", "60"}}},
      {"megaport", "provisioning", "", "ken", "IX ポートの追加申請", "大阪 IX に 1 ポート追加したいです。", {{"service", "IX OSA"}}, {{15, "open", "", ""}}},
      {"megaport", "inquiry", "", "naoto", "請求書の宛先変更", "宛先の部署名を変更したいです。", {}, {{1440, "open", "", ""}, {1435, "reply", "hanako", "承りました。次回発行分から変更いたします。"}}},
      // 6clicks
      {"6clicks", "problem", "critical", "olivia", "Nobody can open the risk register", "The register stays blank for the whole company, and the audit is tomorrow.", {{"affected", "Risk register"}},
       {{35, "open", "", ""}, {32, "event", "emma", "acknowledged"}, {28, "assign", "hanako", "emma"}}},
      {"6clicks", "problem", "level_2", "misaki", "レポートの PDF 出力が失敗します", "評価レポートを PDF で出力すると途中で止まります。", {{"affected", "レポート"}},
       {{600, "open", "", ""}, {560, "reply", "ichiro", "再現を確認しました。開発チームと調査いたします。"}}},
      {"6clicks", "question", "", "sofia", "How do I copy an assessment?", "I would like to use last year's as a template.", {}, {{200, "open", "", ""}}},
      {"6clicks", "service", "", "james", "Tailored training for new administrators", "Four people, in March if possible.", {}, {{2600, "open", "", ""}, {2500, "reply", "hanako", "Your Customer Success Manager will propose two dates this week."}}},
      // BitTitan
      {"bittitan", "product_problem", "", "olivia", "Mailbox migration stops at 40 %", "Twelve mailboxes stop with the same error.", {}, {{1300, "open", "", ""}, {1250, "reply", "emma", "Thank you. We see the same error in the log and look into it."}}},
      {"bittitan", "guidance_request", "", "naoto", "テナント移行の計画について", "300 名のテナント移行の進め方を教えてください。", {}, {{400, "open", "", ""}}},
      {"bittitan", "product_problem", "", "sofia", "Licences not shown after purchase", "We bought 50, and the project shows none.", {}, {{3000, "open", "", ""}, {2990, "ask", "emma", "Which account did you buy them with?"}}},
      {"bittitan", "guidance_request", "", "james", "Which items migrate with a shared mailbox?", "Do rules and delegates move as well?", {}, {{5000, "open", "", ""}, {4800, "reply", "liam", "Rules do, delegates have to be set again; the guide below lists all."}}},
      // Atlassian
      {"atlassian-premier", "problem", "L2", "ken", "Jira の検索が極端に遅い", "今朝から検索に 30 秒以上かかります。", {{"product", "jira"}, {"plan", "premier"}}, {{90, "open", "", ""}, {70, "reply", "ichiro", "スレッドダンプの取得をお願いする前に、まずログを確認いたします。"}}},
      {"atlassian-premier", "problem", "L1", "james", "Confluence is down in production", "All nodes answer 503.", {{"product", "confluence"}, {"plan", "premier"}}, {{14, "open", "", ""}}},
      {"atlassian-premier", "problem", "L3", "sofia", "Webhook delivery is delayed", "Some arrive after an hour.", {{"product", "jira"}, {"plan", "premier"}}, {{1600, "open", "", ""}, {1500, "reply", "emma", "We are looking at the queue."}}},
      // LogicMonitor
      {"logicmonitor", "problem", "level_1", "misaki", "アラートが届きません", "昨夜からメール通知が届いていません。", {}, {{150, "open", "", ""}, {120, "reply", "ichiro", "配信経路を確認しております。"}}},
      {"logicmonitor", "problem", "level_2", "olivia", "A collector shows as dead", "The collector runs, but the portal says dead.", {}, {{500, "open", "", ""}}},
      {"logicmonitor", "question", "level_2", "james", "Thresholds per instance", "Can thresholds differ per interface?", {}, {{2200, "open", "", ""}, {2100, "reply", "liam", "Yes, on the instance level; the steps are below."}}},
  };
  return requests;
}

}  // namespace yakusoku::apps
