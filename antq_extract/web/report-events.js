"use strict";
/* Events along time. */

const BINS = { year: 10000, month: 100, day: 1 };
const AHEAD = 10000; // a year after the newest article
const BACK = 1500000; // 150 years
const FEW = 10; // events of which none is far from the rest

function drawEvents(kept) {
  const { events } = Data;
  const facts = [...kept.events].sort((a, b) => events.day[b] - events.day[a] || a - b);
  const { unit, bins, apart } = timeBins(facts);
  const title = say(`events_by.${unit}`);
  const rows = bins.map(({ day, facts: some }) => ({
    label: dated(day),
    value: some.length,
    told: `${dated(day)}: ${whole.format(some.length)}`,
    open: some.length ? () => Source.open(`${title} – ${dated(day)}`, { events: some }) : null,
  }));
  const table = pagedTable({
    caption: title,
    rows: bins.filter((bin) => bin.facts.length).reverse(),
    columns: [
      { title: say("period"), cell: ({ day }) => dated(day) },
      { title: say("count"), number: true, cell: ({ day, facts: some }) => figure(whole.format(some.length), `${title} – ${dated(day)}`, { events: some }) },
    ],
  });
  const outside = apart.length ? make("p", {}, figure(say("events_apart", { count: apart.length }), title, { events: apart })) : null;
  fill("events", [
    wideCard(title, ...charted(title, Chart.columns(rows, "var(--date)"), table, rows.length), outside),
    wideCard(say("events_list"), eventTable(facts)),
  ]);
}

/** Bins of the unit that suits the span; what lies far before the rest or long after the last article, or has no year, is kept apart. */
function timeBins(all) {
  const facts = all.filter((fact) => Data.events.day[fact]);
  if (!facts.length) return { unit: "month", bins: [], apart: all };
  const days = facts.map((fact) => Data.events.day[fact]);
  const last = Math.min(days[0], (Data.articles.day[0] || days[0]) + AHEAD);
  const oldest = days.at(-1);
  const usual = days[Math.min(Math.floor(days.length * 0.98), days.length - 2)] ?? oldest;
  const near = days.length < FEW || years(usual) - years(oldest) <= 1;
  const earliest = Math.max(Math.min(near ? oldest : usual, last), last - BACK);
  const span = 12 * (years(last) - years(earliest));
  const unit = span <= 1 && days.every((day) => day % 100) ? "day" : span <= 120 ? "month" : "year";
  const binOf = (day) => {
    const bin = Math.floor(day / BINS[unit]) * BINS[unit];
    return unit === "month" && bin % 10000 === 0 ? bin + 100 : bin; // of which only the year is known
  };
  const by = new Map();
  for (let day = binOf(earliest); day <= last; day = following(day, unit)) by.set(day, []);
  const apart = [];
  for (const fact of all) (by.get(binOf(Data.events.day[fact])) ?? apart).push(fact);
  return { unit, bins: [...by].map(([day, some]) => ({ day, facts: some })), apart };
}

function following(day, unit) {
  if (unit === "year") return day + 10000;
  if (unit === "month") return Math.floor(day / 100) % 100 >= 12 ? (Math.floor(day / 10000) + 1) * 10000 + 100 : day + 100;
  const next = new Date(Date.UTC(Math.floor(day / 10000), (Math.floor(day / 100) % 100) - 1, (day % 100) + 1));
  return next.getUTCFullYear() * 10000 + (next.getUTCMonth() + 1) * 100 + next.getUTCDate();
}

function eventTable(facts) {
  const { events, articles } = Data;
  const when = (fact) => between(events.day[fact], events.last[fact]) || Data.text("events", "text", fact, "texts");
  return pagedTable({
    caption: say("events_list"),
    stacks: true,
    rows: facts,
    search: say("search_event"),
    columns: [
      { title: say("date"), look: "date", cell: when, search: when },
      {
        title: say("event"),
        cell: (fact) => figure(Data.headline(events.of[fact]), Data.headline(events.of[fact]), { events: [fact] }, { class: "figure text" }),
        search: (fact) => Data.headline(events.of[fact]),
      },
      { title: say("province"), cell: (fact) => Data.placeName(articles.place[events.of[fact]]), search: (fact) => Data.placeName(articles.place[events.of[fact]]) },
    ],
  });
}
