"use strict";
/* Start of the page: the data are unpacked, the filters filled, and everything drawn, again after each change. */

const $ = (id) => document.getElementById(id);

function fillPlaces() {
  const found = grouped(Data.articles.place, (place) => Filter.group(place)).filter(({ key }) => key);
  for (const kind of ["awards", "ratios", "officials"]) {
    for (const { key } of grouped(Data[kind].place ?? [], (place) => Filter.group(place))) {
      if (key && !found.some((group) => group.key === key)) found.push({ key, facts: [] });
    }
  }
  const names = found.map(({ key }) => [key, Filter.groupName(key)]).sort(([, a], [, b]) => collator.compare(a, b));
  $("f-place").replaceChildren(
    make("option", { value: "" }, say("everywhere")),
    ...names.map(([key, name]) => make("option", { value: key }, name)),
    make("option", { value: "?" }, say("nowhere")),
  );
  if (names.some(([key]) => key === Filter.place) || Filter.place === "?") $("f-place").value = Filter.place;
  else Filter.place = "";
}

const kindName = (kind) => say(`kind.${kind}`);

function fillKinds() {
  const boxes = Filter.kinds().map((kind) =>
    make("label", {}, make("input", { type: "checkbox", name: "kind", value: kind, checked: true }), kindName(kind)),
  );
  $("f-kinds").append(...boxes);
}

/** Read the filters, and draw everything. */
function update() {
  const number = (id) => Number($(id).value.replaceAll("-", ""));
  const now = $("f-names").value === "now";
  Filter.place = $("f-place").value;
  if (now !== Filter.now) {
    const place = Filter.place;
    const like = Data.pools.places.findIndex((_, i) => i && Filter.group(i) === place);
    Filter.now = now;
    Filter.place = like > 0 ? Filter.group(like) : place;
    fillPlaces();
  }
  Filter.from = number("f-from");
  Filter.to = number("f-to");
  Filter.off = new Set([...document.getElementsByName("kind")].filter((box) => !box.checked).map((box) => box.value));
  const kept = Filter.apply();
  draw(kept);
  $("state").textContent = [
    say("state", { articles: kept.articles.length, all: Data.count, facts: kept.facts }),
    kept.undated ? say("state_undated", { count: kept.undated }) : "",
    chosenFilters(),
  ].filter(Boolean).join(" ");
}

/** What the filters are set to, in words, for paper, which shows no fields; empty where they leave everything. */
function chosenFilters() {
  const { place, from, to, off } = Filter;
  const without = Filter.kinds().filter((kind) => off.has(kind)).map(kindName);
  const told = [
    place && $("f-place").selectedOptions[0].textContent,
    from && `${say("from")} ${dated(from)}`,
    to && `${say("to")} ${dated(to)}`,
    without.length && say("without", { kinds: without.join(", ") }),
  ].filter(Boolean);
  return told.length ? `${say("filters")}: ${told.join("; ")}.` : "";
}

function draw(kept) {
  drawTotals(kept);
  const parts = { awards: drawAwards, ratios: drawRatios, events: drawEvents, officials: drawOfficials, checks: drawChecks };
  for (const [kind, drawPart] of Object.entries(parts)) {
    $(kind).hidden = Filter.off.has(kind);
    if (!$(kind).hidden) drawPart(kept);
  }
  $("coverage").hidden = Filter.off.has("events");
  if (!$("coverage").hidden) drawCoverage(kept);
  drawArticles(kept);
}

function tellSpan() {
  const days = Data.articles.day.filter((day, a) => Data.articles.dated[a] === 1);
  const values = { articles: Data.count, first: dated(days.at(-1)), last: dated(days[0]) };
  const told = say(days.length ? "span" : "span_undated", values);
  $("span").textContent = days.length && days.length < Data.count ? `${told}; ${say("span_others", { count: Data.count - days.length })}` : told;
  const notes = [...LABELS.note];
  const { articles, of } = JSON.parse($("kept").textContent);
  if (articles < of) notes.push(say("note_passages", { articles, of }));
  document.querySelector("#notes .notes").append(...notes.map((note) => make("li", {}, note)));
}

async function start() {
  if (typeof DecompressionStream === "undefined") {
    $("state").textContent = say("no_unpack");
    return;
  }
  if (matchMedia("(max-width: 760px)").matches) $("filter-box").open = false;
  await Promise.all([Data.load(), Chart.load()]);
  Source.start();
  fillPlaces();
  fillKinds();
  tellSpan();
  update();
  $("filters").addEventListener("change", update);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", () => setTimeout(update));
  document.body.dataset.ready = "yes";
}

start();
