"use strict";
/* Events that several articles tell, checks that failed, and the articles. */

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
  const why = group.why
    .filter(([code]) => code !== "date" && code !== "province") // which stand above
    .map(([code, detail]) => say(`why_event.${code}`) + (detail ? ` (${detail})` : ""))
    .join(", ");
  const paper = (a) => pools.publishers[articles.publisher[a]] || articles.path[a].split("/").pop();
  const cell = (values, kind, a) => {
    const value = values.find(([article]) => article === a);
    return value ? figure(value[2], `${title} – ${paper(a)}`, factAt(kind, a, value[3])) : "–";
  };
  const table = make(
    "table",
    { class: "compare" },
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
