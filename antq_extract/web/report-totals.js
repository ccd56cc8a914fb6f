"use strict";
/* The totals: each a number and the way to its source. */

function drawTotals(kept) {
  const counted = added("awards", kept.awards);
  const recipients = people(counted);
  const awards = counted.filter((fact) => recipientOf(fact) === "award");
  const fractions = kept.ratios.filter((fact) => Data.ratios.numerator[fact] >= 0);
  const persons = new Set(kept.officials.map((fact) => Data.personOf[fact]));
  const differing = kept.coverage.filter((group) => group.figures.some(([, , agree]) => !agree));
  const copies = sum(kept.articles, (a) => Data.copies.get(a)?.length ?? 0);
  const tiles = [
    tile("articles", kept.articles.length, { articles: kept.articles }, copies && say("total.copies", { count: copies })),
    tile("recipients", given(recipients), { awards: recipients }, say("total.recipients_note"), "award"),
    awards.length ? tile("award", given(awards), { awards }, say("total.award_note"), "award") : null,
    tile("ratios", kept.ratios.length, { ratios: kept.ratios }, say("total.ratios_note", { count: fractions.length }), "ratio"),
    tile("events", kept.events.length, { events: kept.events }, "", "date"),
    tile("officials", persons.size, { officials: kept.officials }, say("total.officials_note", { count: kept.officials.length }), "official"),
    tile("coverage", kept.coverage.length, { articles: [...new Set(kept.coverage.flatMap((group) => group.articles))] },
      say("total.coverage_note", { count: differing.length }), "place"),
    tile("checks", kept.checks.length, { checks: kept.checks }, say("total.checks_note", { count: kept.checked }), kept.checks.length ? "failed" : ""),
    ...grouped(kept.others, (fact) => Data.pools.words[Data.others.kind[fact]])
      .sort((a, b) => collator.compare(a.key, b.key))
      .map(({ key, facts }) => tile(`others.${key}`, facts.length, { others: facts }, "", key === "documents" ? "document" : "quantity")),
  ];
  document.querySelector("#totals .tiles").replaceChildren(...tiles.filter(Boolean));
}

function tile(name, value, facts, note, colour) {
  const title = say(`total.${name}`);
  return make(
    "button",
    { type: "button", class: `tile ${colour ?? ""}`, id: `tile-${name.replace(".", "-")}`, disabled: !Object.values(facts).flat().length, onclick: () => Source.open(title, facts) },
    make("span", { class: "name" }, title),
    make("span", { class: "value" }, whole.format(value)),
    note ? make("span", { class: "note" }, note) : null,
  );
}
