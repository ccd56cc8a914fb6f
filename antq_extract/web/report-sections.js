"use strict";
/* The sections of the page, each drawn anew from what the filters leave. */

const RECIPIENTS = ["collective", "individual", "household", "collective_and_individual"];
const TOP = 12; // bars of a chart; the others are one bar, and all are in the table below it

/** A card: a heading, a chart where there is one, and the same figures as a table. */
function card(title, ...parts) {
  return make("div", { class: "card" }, make("h3", {}, title), ...parts);
}

function wideCard(title, ...parts) {
  const made = card(title, ...parts);
  made.classList.add("whole");
  return made;
}

/** A chart with its table. draw gives the specification's maker; it is drawn once the card is in the page. */
function charted(title, spec, table, rows) {
  const box = make("div", { class: "chart", "data-title": `${title}. ${say("chart_hint")}` });
  const twin = make("details", { class: "twin" }, make("summary", {}, say("table_of", { title })), table);
  if (!rows) return [make("p", { class: "muted" }, say("none"))];
  box.draw = () => Chart.draw(box, spec);
  return [box, twin];
}

/** Put cards into a section, then draw their charts. */
function fill(id, cards) {
  const section = document.getElementById(id);
  section.querySelector(".cards").replaceChildren(...cards);
  for (const box of section.querySelectorAll(".chart")) box.draw();
}

const sum = (facts, valueOf) => facts.reduce((total, fact) => total + valueOf(fact), 0);
const added = (kind) => (fact) => !Data[kind].counted[fact];
const recipientOf = (fact) => Data.pools.words[Data.awards.recipient[fact]];

// --- totals -----------------------------------------------------------------------------------------------------------

function drawTotals(kept) {
  const counted = kept.awards.filter(added("awards"));
  const recipients = counted.filter((fact) => recipientOf(fact) !== "award");
  const awards = counted.filter((fact) => recipientOf(fact) === "award");
  const fractions = kept.ratios.filter((fact) => Data.ratios.numerator[fact] >= 0);
  const persons = new Set(kept.officials.map((fact) => Data.personOf[fact]));
  const differing = kept.coverage.filter((group) => group.figures.some(([, , agree]) => !agree));
  const copies = sum(kept.articles, (a) => Data.copies.get(a)?.length ?? 0);
  const passed = sum(kept.articles, (a) => Data.articles.passed[a]);
  const given = (facts) => sum(facts, (fact) => Data.awards.number[fact]);
  const tiles = [
    tile("articles", kept.articles.length, { articles: kept.articles }, copies && say("total.copies", { count: copies })),
    tile("recipients", given(recipients), { awards: recipients }, say("total.recipients_note"), "award"),
    awards.length ? tile("award", given(awards), { awards }, say("total.award_note"), "award") : null,
    tile("ratios", kept.ratios.length, { ratios: kept.ratios }, say("total.ratios_note", { count: fractions.length }), "ratio"),
    tile("events", kept.events.length, { events: kept.events }, "", "date"),
    tile("officials", persons.size, { officials: kept.officials }, say("total.officials_note", { count: kept.officials.length }), "official"),
    tile("coverage", kept.coverage.length, { articles: [...new Set(kept.coverage.flatMap((group) => group.articles))] },
      say("total.coverage_note", { count: differing.length }), "place"),
    tile("checks", kept.checks.length, { checks: kept.checks }, say("total.checks_note", { count: passed + kept.checks.length }), kept.checks.length ? "failed" : ""),
    ...grouped(kept.others, (fact) => Data.pools.words[Data.others.kind[fact]])
      .sort((a, b) => collator.compare(a.key, b.key))
      .map(({ key, facts }) => tile(key, facts.length, { others: facts }, "", key === "documents" ? "document" : "quantity")),
  ];
  document.querySelector("#totals .tiles").replaceChildren(...tiles.filter(Boolean));
}

function tile(name, value, facts, note, colour) {
  const title = say(`total.${name}`);
  return make(
    "button",
    { type: "button", class: `tile ${colour ?? ""}`, id: `tile-${name}`, onclick: () => Source.open(title, facts) },
    make("span", { class: "name" }, title),
    make("span", { class: "value" }, whole.format(value)),
    note ? make("span", { class: "note" }, note) : null,
  );
}

// --- awards -----------------------------------------------------------------------------------------------------------

function drawAwards(kept) {
  const { awards, pools } = Data;
  const counted = kept.awards.filter(added("awards"));
  const recipients = counted.filter((fact) => recipientOf(fact) !== "award");
  fill("awards", [
    awardCard(say("by_place"), recipients, (fact) => Filter.group(awards.place[fact]), (key) => Filter.groupName(key)),
    awardCard(say("by_issuer"), recipients, (fact) => awards.issuer[fact], (key) => pools.issuers[key] || say("no_issuer")),
    awardCard(say("by_award"), counted, (fact) => awards.award[fact], (key) => pools.awards[key] || say("no_award"), true),
    awardCard(say("by_recipient"), counted, recipientOf, (key) => say(`recipient.${key}`), true),
  ]);
}

/** Awards in groups, each split by recipients; `awards` says whether counts of awards themselves are columns, too. */
function awardCard(title, facts, keyOf, nameOf, withAwards = false) {
  const kinds = withAwards ? [...RECIPIENTS, "award"] : RECIPIENTS;
  const given = (some) => sum(some, (fact) => Data.awards.number[fact]);
  const groups = grouped(facts, keyOf)
    .map(({ key, facts: members }) => ({
      name: nameOf(key),
      facts: members,
      by: Object.fromEntries(grouped(members, recipientOf).map((part) => [part.key, part.facts])),
    }))
    .map((group) => ({ ...group, people: group.facts.filter((fact) => recipientOf(fact) !== "award") }))
    .map((group) => ({ ...group, total: given(group.people), bars: given(group.facts) }))
    .sort((a, b) => b.total - a.total || b.bars - a.bars || collator.compare(a.name, b.name));
  const present = kinds.filter((kind) => groups.some((group) => group.by[kind]));
  const series = present.map((kind) => ({ name: say(`recipient.${kind}`), colour: `var(--r-${kind.replaceAll("_", "-")})` }));
  const rows = withRest(groups, (rest) => ({ name: say("others", { count: rest.length }), facts: rest.flatMap((group) => group.facts), by: joined(rest), rest: true }))
    .map((group) => {
      const open = (some = group.facts, what = "") => Source.open([title, group.name, what].filter(Boolean).join(" – "), { awards: some });
      const parts = present.filter((kind) => group.by[kind]).map((kind) => {
        const name = say(`recipient.${kind}`);
        return {
          series: name,
          value: given(group.by[kind]),
          told: `${group.name}: ${whole.format(given(group.by[kind]))} ${name}`,
          open: () => open(group.by[kind], name),
        };
      });
      const people = group.facts.filter((fact) => recipientOf(fact) !== "award");
      const total = given(people.length ? people : group.facts);
      return { label: group.name, shown: whole.format(total), told: `${group.name}: ${whole.format(total)}`, open: () => open(), parts };
    });
  const cellOf = (name, some) => (some?.length ? figure(whole.format(given(some)), `${title} – ${name}`, { awards: some }) : "");
  const table = pagedTable({
    caption: title,
    rows: groups,
    search: groups.length > TOP ? say("search_row") : "",
    columns: [
      { title, cell: (group) => group.name, search: (group) => group.name },
      { title: say("sum"), number: true, cell: (group) => cellOf(group.name, group.people) },
      ...present.map((kind) => ({ title: say(`recipient.${kind}`), number: true, cell: (group) => cellOf(group.name, group.by[kind]) })),
    ],
  });
  return card(title, rows.length && rows.some(({ parts }) => parts.length > 1) ? legend(series) : null, ...charted(title, Chart.bars(rows, series), table, rows.length));
}

function legend(series) {
  if (series.length < 2) return null;
  return make("ul", { class: "legend" }, series.map(({ name, colour }) => make("li", {}, make("i", { style: `background: ${colour}` }), name)));
}

/** The first groups, and what is left as one. */
function withRest(groups, join) {
  return groups.length > TOP + 1 ? [...groups.slice(0, TOP), join(groups.slice(TOP))] : groups;
}

function joined(groups) {
  const by = {};
  for (const group of groups) for (const [kind, facts] of Object.entries(group.by)) by[kind] = [...(by[kind] ?? []), ...facts];
  return by;
}

// --- ratios -----------------------------------------------------------------------------------------------------------

let chosen = null; // the criterion by which provinces are compared

function drawRatios(kept) {
  const { ratios, pools } = Data;
  const shares = kept.ratios.filter((fact) => !ratios.direction[fact]);
  const fractions = shares.filter((fact) => ratios.numerator[fact] >= 0 && added("ratios")(fact));
  const keyOf = (fact) => `${ratios.criterion[fact]} ${ratios.unit[fact]}`;
  const nameOf = (key) => {
    const [criterion, unit] = key.split(" ").map(Number);
    return [pools.units[unit], pools.criteria[criterion] || (unit ? "" : say("no_criterion"))].filter(Boolean).join(" ");
  };
  const groups = fractionGroups(fractions, keyOf, nameOf);
  if (!groups.some(({ key }) => key === chosen)) chosen = groups[0]?.key ?? null;
  const current = groups.find(({ key }) => key === chosen);
  const byPlace = current ? fractionGroups(current.facts, (fact) => Filter.group(ratios.place[fact]), (key) => Filter.groupName(key)) : [];
  const percents = shares.filter((fact) => ratios.numerator[fact] < 0);
  const changes = kept.ratios.filter((fact) => ratios.direction[fact]);
  fill("ratios", [
    shareCard(say("by_criterion"), say("criterion"), groups, make("p", { class: "muted" }, say("by_criterion_note"))),
    ...(current ? [shareCard(say("by_place"), say("province"), byPlace, chooser(groups, kept))] : []),
    percentCard(percents, nameOf, keyOf),
    changeCard(changes),
  ].filter(Boolean));
}

function fractionGroups(facts, keyOf, nameOf) {
  const { ratios } = Data;
  return grouped(facts, keyOf)
    .map(({ key, facts: members }) => {
      const part = sum(members, (fact) => ratios.numerator[fact]);
      const all = sum(members, (fact) => ratios.denominator[fact]);
      return { key, name: nameOf(key), facts: members, part, all, share: part / all };
    })
    .sort((a, b) => b.facts.length - a.facts.length || b.all - a.all || collator.compare(a.name, b.name));
}

function chooser(groups, kept) {
  const select = make("select", { id: "criterion" }, groups.slice(0, 200).map(({ key, name }) =>
    make("option", { value: key, selected: key === chosen }, name.length > 90 ? `${name.slice(0, 89)}…` : name)));
  select.addEventListener("change", () => {
    chosen = select.value;
    drawRatios(kept);
    document.getElementById("criterion").focus();
  });
  return make("label", { class: "search" }, say("choose"), select);
}

function shareCard(title, what, groups, extra) {
  const rows = groups.slice(0, TOP).map(({ name, part, all, share, facts }) => {
    const told = `${name}: ${whole.format(part)}/${whole.format(all)} = ${percent(share)}`;
    return {
      label: name,
      shown: `${whole.format(part)}/${whole.format(all)} · ${percent(share)}`,
      told,
      open: () => Source.open(`${title} – ${name}`, { ratios: facts }),
      whole: 1,
      parts: [{ series: "", value: Math.min(share, 1) }],
    };
  });
  const table = pagedTable({
    caption: title,
    rows: groups,
    search: groups.length > TOP ? say("search_row") : "",
    columns: [
      { title: what, cell: (group) => group.name, search: (group) => group.name },
      { title: say("part"), number: true, cell: (group) => whole.format(group.part) },
      { title: say("whole"), number: true, cell: (group) => whole.format(group.all) },
      { title: say("share"), number: true, cell: (group) => percent(group.share) },
      { title: say("figures"), number: true, cell: (group) => figure(whole.format(group.facts.length), `${title} – ${group.name}`, { ratios: group.facts }) },
    ],
  });
  return card(title, extra, ...charted(title, Chart.bars(rows, [{ name: "", colour: "var(--ratio)" }]), table, rows.length));
}

function percentCard(facts, nameOf, keyOf) {
  if (!facts.length) return null;
  const { value } = Data.ratios;
  const groups = grouped(facts, keyOf)
    .map(({ key, facts: members }) => ({ name: nameOf(key), facts: members.sort((a, b) => value[a] - value[b]) }))
    .sort((a, b) => b.facts.length - a.facts.length || collator.compare(a.name, b.name));
  const at = (title, which) => ({
    title: say(title),
    number: true,
    cell: ({ name, facts: some }) => figure(percent(value[which(some)]), name, { ratios: [which(some)] }),
  });
  return card(say("percents"), make("p", { class: "muted" }, say("percents_note")), pagedTable({
    caption: say("percents"),
    rows: groups,
    size: 8,
    search: groups.length > TOP ? say("search_row") : "",
    columns: [
      { title: say("criterion"), cell: ({ name }) => name, search: ({ name }) => name },
      at("lowest", (some) => some[0]),
      at("median", (some) => some[(some.length - 1) >> 1]),
      at("highest", (some) => some.at(-1)),
      { title: say("figures"), number: true, cell: ({ name, facts: some }) => figure(whole.format(some.length), name, { ratios: some }) },
    ],
  }));
}

function changeCard(facts) {
  if (!facts.length) return null;
  const { value } = Data.ratios;
  const groups = grouped(facts, (fact) => Data.pools.words[Data.ratios.direction[fact]])
    .map(({ key, facts: members }) => ({ name: say(key), facts: members.sort((a, b) => value[a] - value[b]) }))
    .sort((a, b) => b.facts.length - a.facts.length || collator.compare(a.name, b.name));
  const at = (title, which) => ({
    title: say(title),
    number: true,
    cell: ({ name, facts: some }) => figure(percent(value[which(some)]), name, { ratios: [which(some)] }),
  });
  return card(say("changes"), pagedTable({
    caption: say("changes"),
    rows: groups,
    columns: [
      { title: say("changes"), cell: ({ name }) => name },
      at("lowest", (some) => some[0]),
      at("median", (some) => some[(some.length - 1) >> 1]),
      at("highest", (some) => some.at(-1)),
      { title: say("figures"), number: true, cell: ({ name, facts: some }) => figure(whole.format(some.length), name, { ratios: some }) },
    ],
  }));
}

// --- events -----------------------------------------------------------------------------------------------------------

const BINS = { year: 10000, month: 100, day: 1 };

function drawEvents(kept) {
  const { events } = Data;
  const facts = kept.events.filter((fact) => events.day[fact]).sort((a, b) => events.day[b] - events.day[a] || a - b);
  const { unit, bins, earlier } = timeBins(facts);
  const title = say(`events_by.${unit}`);
  const rows = bins.map(({ day, facts: some }) => ({
    label: dated(day),
    value: some.length,
    told: `${dated(day)}: ${whole.format(some.length)}`,
    open: () => some.length && Source.open(`${title} – ${dated(day)}`, { events: some }),
  }));
  const table = pagedTable({
    caption: title,
    rows: bins.filter((bin) => bin.facts.length).reverse(),
    columns: [
      { title: say("period"), cell: ({ day }) => dated(day) },
      { title: say("count"), number: true, cell: ({ day, facts: some }) => figure(whole.format(some.length), `${title} – ${dated(day)}`, { events: some }) },
    ],
  });
  const before = earlier.length
    ? make("p", {}, figure(say("events_earlier", { count: earlier.length, date: dated(bins[0].day) }), title, { events: earlier }))
    : null;
  fill("events", [
    wideCard(title, ...charted(title, Chart.columns(rows, "var(--date)"), table, rows.length), before),
    wideCard(say("events_list"), eventTable(facts)),
  ]);
}

/** Bins of the unit that suits the span; what lies far before the rest is kept apart. */
function timeBins(facts) {
  if (!facts.length) return { unit: "month", bins: [], earlier: [] };
  const days = facts.map((fact) => Data.events.day[fact]);
  const last = days[0];
  const usual = days[Math.floor(days.length * 0.98) - (days.length > 50 ? 0 : 1)] ?? days.at(-1);
  const months = (day) => Math.floor(day / 10000) * 12 + (Math.floor(day / 100) % 100 || 1);
  const span = months(last) - months(usual);
  const precise = days.every((day) => day % 100);
  const unit = span <= 1 && precise ? "day" : span <= 120 ? "month" : "year";
  const first = Math.floor(usual / BINS[unit]) * BINS[unit];
  const by = new Map();
  for (let day = first; day <= last; day = following(day, unit)) by.set(day, []);
  const earlier = [];
  for (const fact of facts) {
    let day = Math.floor(Data.events.day[fact] / BINS[unit]) * BINS[unit];
    if (unit === "month" && day % 10000 === 0) day += 100; // of which only the year is known
    if (by.has(day)) by.get(day).push(fact);
    else earlier.push(fact);
  }
  return { unit, bins: [...by].map(([day, some]) => ({ day, facts: some })), earlier };
}

function following(day, unit) {
  if (unit === "year") return day + 10000;
  if (unit === "month") return Math.floor(day / 100) % 100 >= 12 ? (Math.floor(day / 10000) + 1) * 10000 + 100 : day + 100;
  const next = new Date(Date.UTC(Math.floor(day / 10000), (Math.floor(day / 100) % 100) - 1, (day % 100) + 1));
  return next.getUTCFullYear() * 10000 + (next.getUTCMonth() + 1) * 100 + next.getUTCDate();
}

function eventTable(facts) {
  const { events, articles } = Data;
  const when = (fact) => [events.day[fact], events.last[fact]].filter((day, i) => day && (!i || day !== events.day[fact])).map(dated).join(" – ");
  return pagedTable({
    caption: say("events_list"),
    stacks: true,
    rows: facts,
    search: say("search_article"),
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

// --- officials --------------------------------------------------------------------------------------------------------

function drawOfficials(kept) {
  const people = grouped(kept.officials.filter((fact) => Data.personOf[fact] >= 0), (fact) => Data.personOf[fact])
    .map(({ key, facts }) => ({ person: key, facts }))
    .sort((a, b) => b.facts.length - a.facts.length || collator.compare(Data.persons.name[a.person], Data.persons.name[b.person]));
  const { persons, pools } = Data;
  const posts = ({ person }) => persons.posts[person].map(([label, place]) => `${pools.posts[label]} ${Data.placeName(place)}`).join(" ");
  fill("officials", [
    wideCard(
      say("officials"),
      make("p", { class: "muted" }, say("officials_note")),
      pagedTable({
        caption: say("officials"),
        stacks: true,
        rows: people,
        search: say("search_person"),
        columns: [
          { title: say("person"), cell: ({ person }) => persons.name[person], search: ({ person }) => persons.name[person] },
          { title: say("rank"), cell: ({ person }) => spells(persons.ranks[person]), search: () => "" },
          { title: say("posts"), cell: ({ person }) => postList(person), search: posts },
          {
            title: say("articles_naming"),
            number: true,
            cell: ({ person, facts }) => figure(say("source_articles", { articles: new Set(facts.map((fact) => Data.officials.of[fact])).size }), persons.name[person], { officials: facts }),
          },
        ],
      }),
    ),
  ]);
}

/** "08/02/2023 – 03/2024", one of them where they are the same. */
function between(first, last) {
  return [...new Set([first, last].filter(Boolean).map(dated))].join(" – ");
}

function spells(parts) {
  const found = [];
  for (let i = 0; i < parts.length; i += 3) {
    found.push(make("div", {}, Data.pools.words[parts[i]], " ", make("span", { class: "muted" }, between(parts[i + 1], parts[i + 2]))));
  }
  return found;
}

function postList(person) {
  const { pools, persons } = Data;
  const items = persons.posts[person].map(([label, place, first, last, former, ...articles]) => {
    const name = [former ? say("former") : "", pools.posts[label]].filter(Boolean).join(" ");
    const facts = { officials: articles.map((a) => rowOf(person, a)).filter((row) => row >= 0) };
    return make(
      "li",
      {},
      figure(name, `${persons.name[person]} – ${name}`, facts, { class: "figure text" }),
      make("span", { class: "muted" }, [Data.placeName(place), between(first, last) || say("undated")].filter(Boolean).map((text) => ` · ${text}`).join("")),
    );
  });
  return items.length ? make("ol", { class: "posts" }, items) : "";
}

function rowOf(person, article) {
  const { first } = Data.officials;
  for (let row = first[article]; row < first[article + 1]; row += 1) if (Data.personOf[row] === person) return row;
  return -1;
}

// --- events that several articles tell ----------------------------------------------------------------------------------

function drawCoverage(kept) {
  const groups = [...kept.coverage].sort((a, b) => differing(b) - differing(a) || b.day - a.day);
  if (!groups.length) {
    fill("coverage", [make("p", { class: "muted" }, say("coverage_none"))]);
    return;
  }
  const list = make("div", { class: "groups" });
  let shown = 0;
  const on = make("button", { type: "button", onclick: () => more() }, "");
  const more = () => {
    list.append(...groups.slice(shown, shown + 5).map(groupCard));
    shown += 5;
    on.hidden = shown >= groups.length;
    on.textContent = say("others", { count: groups.length - shown });
  };
  more();
  fill("coverage", [make("p", { class: "muted whole" }, say("coverage_note")), list, on]);
}

const differing = (group) => Number(group.figures.some(([, , agree]) => !agree));

function groupCard(group) {
  const { articles, pools } = Data;
  const title = Data.headline(group.articles[0]);
  const why = group.why.map(([code, detail]) => say(`why_event.${code}`) + (detail ? ` (${detail})` : "")).join(", ");
  const paper = (a) => pools.publishers[articles.publisher[a]] || articles.path[a].split("/").pop();
  const cell = (values, kind, a) => {
    const value = values.find(([article]) => article === a);
    return value ? figure(value[2], `${title} – ${paper(a)}`, factAt(kind, a, value[3])) : "–";
  };
  const table = make(
    "table",
    {},
    make("caption", { class: "unseen" }, title),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("figure")), group.articles.map((a) =>
      make("th", { scope: "col" }, figure(paper(a), Data.headline(a), { articles: [a] }, { class: "figure text" }), make("span", { class: "muted" }, ` ${dated(articles.day[a])}`))),
      make("th", { scope: "col" }, ""))),
    make("tbody", {}, group.figures.map(([kind, label, agree, values]) =>
      make("tr", { class: agree ? null : "differs" }, make("th", { scope: "row" }, label),
        group.articles.map((a) => make("td", {}, cell(values, kind, a))),
        make("td", { class: agree ? "pass" : "fail" }, say(agree ? "agree" : "differ"))))),
  );
  return make(
    "div",
    { class: "card whole" },
    make("h3", {}, title),
    make("p", { class: "muted" }, [dated(group.day), Data.placeName(group.place), group.organizer].filter(Boolean).join(" · ")),
    group.figures.length ? make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": title }, table) : articleList(group.articles),
    make("p", { class: "muted" }, `${say("because")}: ${why}`),
  );
}

function articleList(numbers) {
  return make("ul", {}, numbers.map((a) => make("li", {}, figure(Data.headline(a), Data.headline(a), { articles: [a] }, { class: "figure text" }))));
}

function factAt(kind, article, start) {
  const name = kind === "award" ? "awards" : "ratios";
  const { first, start: starts } = Data[name];
  for (let i = first[article]; i < first[article + 1]; i += 1) if (starts[i] === start) return { [name]: [i] };
  return { articles: [article] };
}

// --- checks and articles ------------------------------------------------------------------------------------------------

function drawChecks(kept) {
  const { checks, pools } = Data;
  if (!kept.checks.length) {
    fill("checks", [make("p", { class: "muted" }, say("checks_none"))]);
    return;
  }
  const nameOf = (fact) => say(`check_names.${pools.words[checks.check[fact]]}`);
  const groups = grouped(kept.checks, nameOf).sort((a, b) => b.facts.length - a.facts.length || collator.compare(a.key, b.key));
  const text = (fact) => pools.texts[checks.text[fact]];
  fill("checks", [
    wideCard(
      say("checks_by"),
      make("p", { class: "muted" }, say("checks_note")),
      make("ul", { class: "chips" }, groups.map(({ key, facts }) => make("li", {}, figure(`${key}: ${whole.format(facts.length)}`, key, { checks: facts })))),
      pagedTable({
        caption: say("checks"),
        stacks: true,
        rows: kept.checks,
        search: kept.checks.length > 10 ? say("search_row") : "",
        columns: [
          { title: say("check"), cell: nameOf, search: nameOf },
          {
            title: say("failed"),
            cell: (fact) => [text(fact) ? make("q", {}, text(fact)) : "", " ", make("span", { class: "fail" }, pools.outcomes[checks.outcome[fact]])],
            search: (fact) => `${text(fact)} ${pools.outcomes[checks.outcome[fact]]}`,
          },
          {
            title: say("source"),
            cell: (fact) => figure(Data.headline(checks.of[fact]), `${nameOf(fact)} – ${say("see")}`, { checks: [fact] }, { class: "figure text" }),
            search: (fact) => Data.headline(checks.of[fact]),
          },
        ],
      }),
    ),
  ]);
}

function drawArticles(kept) {
  const { articles, pools } = Data;
  const facts = (a) => sum(FACT_KINDS, (kind) => Data[kind].facts[a]);
  fill("articles", [
    wideCard(
      say("articles"),
      pagedTable({
        caption: say("articles"),
        stacks: true,
        rows: kept.articles,
        search: say("search_article"),
        columns: [
          {
            title: say("headline"),
            cell: (a) => figure(Data.headline(a), Data.headline(a), { articles: [a] }, { class: "figure text" }),
            search: (a) => `${articles.headline[a]} ${articles.path[a]}`,
          },
          { title: say("date"), look: "date", cell: (a) => dated(articles.day[a]), search: (a) => dated(articles.day[a]) },
          { title: say("province"), cell: (a) => Data.placeName(articles.place[a]), search: (a) => Data.placeName(articles.place[a]) },
          { title: say("publisher"), cell: (a) => pools.publishers[articles.publisher[a]], search: (a) => pools.publishers[articles.publisher[a]] },
          { title: say("facts"), number: true, cell: (a) => whole.format(facts(a)) },
        ],
      }),
    ),
  ]);
}
