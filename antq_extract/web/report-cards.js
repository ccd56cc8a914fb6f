"use strict";
/* What sections are made of: cards with a chart and its table, redrawn from what the filters leave. */

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
  for (const box of section.querySelectorAll(".chart")) Chart.drop(box);
  section.querySelector(".cards").replaceChildren(...cards);
  for (const box of section.querySelectorAll(".chart")) box.draw();
}

const sum = (facts, valueOf) => facts.reduce((total, fact) => total + valueOf(fact), 0);
const recipientOf = (fact) => Data.pools.words[Data.awards.recipient[fact]];

function legend(series) {
  if (series.length < 2) return null;
  return make("ul", { class: "legend" }, series.map(({ name, colour }) => make("li", {}, make("i", { style: `background: ${colour}` }), name)));
}
