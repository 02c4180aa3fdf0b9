// Who works when at the made-up desk.
import { iso } from "./data.mjs";

const hour = 3600;
export const agents = ({ desk }) => ({
  agents: [
    { person: 12, name: "Anke de Vries", rota: "amsterdam", site: "amsterdam", at_most: 12, zone: "", tier: "", phone: "", skills: [], languages: ["en", "nl"], products: [], duties: [], known: {} },
    { person: 11, name: "Sam Wilson", rota: "sydney", site: "sydney", at_most: 0, zone: "", tier: "", phone: "", skills: [], languages: ["en"], products: [], duties: ["support_manager"], known: {} },
    { person: 3, name: desk.say("Emma Kato", "加藤 恵真"), rota: "", site: "", at_most: 0, zone: "", tier: "", phone: "", skills: [], languages: [], products: [], duties: [], known: {} },
  ],
});
const week = (zone, from, to) => ({ zone, weekly: [0, 1, 2, 3, 4].map((d) => ({ d, from, to })) });
export const rotas = ({ desk }) => ({
  rotas: [
    { name: "amsterdam", title: desk.say("Amsterdam day", "アムステルダム日勤"), hours: week("Europe/Amsterdam", "08:00", "16:00") },
    { name: "sydney", title: desk.say("Sydney day", "シドニー日勤"), hours: week("Australia/Sydney", "09:00", "17:00") },
    { name: "weekend", title: desk.say("Weekend", "週末"), hours: { union: [] } },
  ],
});
export const shifts = () => ({ name: "", shifts: [1, 2, 3].map((day) => ({ from: iso(day * 24 * hour), to: iso((day * 24 + 8) * hour) })) });
export const exceptions = () => ({
  exceptions: [
    { id: 1, person: 3, from: iso(96 * hour), to: iso(120 * hour), away: true, kind: "vacation", source: "" },
    { id: 2, person: 3, from: iso(200 * hour), to: iso(208 * hour), away: false, kind: "shift", source: "team.ics" },
  ],
});
