"use strict";
/* Awards by province, issuer, kind and recipient. */

function drawAwards(kept) {
  const { awards, pools } = Data;
  const counted = added("awards", kept.awards);
  const recipients = people(counted);
  fill("awards", [
    awardCard(say("by_place"), recipients, (fact) => Filter.group(awards.place[fact]), (key) => Filter.groupName(key)),
    awardCard(say("by_issuer"), recipients, issuerOf, issuerName),
    awardCard(say("by_award"), counted, (fact) => awards.award[fact], (key) => pools.awards[key] || say("no_award"), true),
    awardCard(say("by_recipient"), counted, recipientOf, (key) => say(`recipient.${key}`), true),
  ]);
}

/** Issuers by their number; where the label leaves out of which province, by that too: those of two are two. */
function issuerOf(fact) {
  const { issuer, local, place } = Data.awards;
  return issuer[fact] && local[fact] ? `${issuer[fact]} ${Filter.group(place[fact])}` : issuer[fact];
}

function issuerName(key) {
  const [issuer, ...group] = String(key).split(" ");
  return [Data.pools.issuers[issuer] || say("no_issuer"), group.length ? Filter.groupName(group.join(" ")) : ""].filter(Boolean).join(" · ");
}

const given = (facts) => sum(facts, (fact) => Data.awards.number[fact]);
const people = (facts) => facts.filter((fact) => recipientOf(fact) !== "award");

/** Awards in groups, each split by recipients; `awards` says whether counts of awards themselves are columns, too. */
function awardCard(title, facts, keyOf, nameOf, withAwards = false) {
  const groups = grouped(facts, keyOf)
    .map(({ key, facts: members }) => awardGroup(nameOf(key), members, !key))
    .sort((a, b) => a.none - b.none || b.total - a.total || b.all - a.all || collator.compare(a.name, b.name));
  const kinds = [...RECIPIENTS, ...(withAwards ? ["award"] : [])].filter((kind) => groups.some((group) => group.by[kind]));
  const series = kinds.map((kind) => ({ name: say(`recipient.${kind}`), colour: `var(--r-${kind.replaceAll("_", "-")})` }));
  const rows = withRest(groups).map((group) => awardRow(title, group, kinds));
  const cell = (group, some) => (some?.length ? figure(whole.format(given(some)), `${title} – ${group.name}`, { awards: some }) : "");
  const table = pagedTable({
    caption: title,
    rows: groups,
    search: groups.length > TOP ? say("search_row") : "",
    columns: [
      { title, cell: (group) => group.name, search: (group) => group.name },
      { title: say("sum"), number: true, cell: (group) => cell(group, people(group.facts)) },
      ...kinds.map((kind) => ({ title: say(`recipient.${kind}`), number: true, cell: (group) => cell(group, group.by[kind]) })),
    ],
  });
  const key = rows.some(({ parts }) => parts.length > 1) ? legend(series) : null;
  return card(title, key, ...charted(title, Chart.bars(rows, series), table, rows.length));
}

/** `none` is true of those of which is not known what they are grouped by: they stand last. */
function awardGroup(name, facts, none) {
  const by = Object.fromEntries(grouped(facts, recipientOf).map(({ key, facts: some }) => [key, some]));
  return { name, facts, none: Number(none), by, total: given(people(facts)), all: given(facts) };
}

/** The first groups, what is left as one without a bar, which would dwarf the others, and those that are not known. */
function withRest(groups) {
  const known = groups.filter((group) => !group.none);
  if (known.length <= TOP + 1) return groups;
  const rest = known.slice(TOP);
  const joined = awardGroup(say("others", { count: rest.length }), rest.flatMap((group) => group.facts), false);
  return [...known.slice(0, TOP), { ...joined, by: {} }, ...groups.filter((group) => group.none)];
}

function awardRow(title, group, kinds) {
  const open = (facts, what = "") => Source.open([title, group.name, what].filter(Boolean).join(" – "), { awards: facts });
  const parts = kinds
    .filter((kind) => group.by[kind])
    .map((kind) => {
      const series = say(`recipient.${kind}`);
      const value = given(group.by[kind]);
      return { series, value, told: `${group.name}: ${whole.format(value)} ${series}`, open: () => open(group.by[kind], series) };
    });
  const apart = group.total ? group.all - group.total : 0; // awards that are counted themselves are no recipients
  const shown = whole.format(group.total || group.all) + (apart ? ` + ${whole.format(apart)} ${say("recipient.award")}` : "");
  return { label: group.name, shown, told: `${group.name}: ${shown}`, open: () => open(group.facts), parts };
}
