"use strict";
/* Awards by province, issuer, kind and recipient. */

function drawAwards(kept) {
  const { awards, pools } = Data;
  const counted = added("awards", kept.awards);
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

/** The first groups, and what is left as one. */
function withRest(groups, join) {
  return groups.length > TOP + 1 ? [...groups.slice(0, TOP), join(groups.slice(TOP))] : groups;
}

function joined(groups) {
  const by = {};
  for (const group of groups) for (const [kind, facts] of Object.entries(group.by)) by[kind] = [...(by[kind] ?? []), ...facts];
  return by;
}
