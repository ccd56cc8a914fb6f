"use strict";
/* Ratios by criterion and by province: the part, the whole, and what does not add up. */

let chosen = null; // the criterion by which provinces are compared

function drawRatios(kept) {
  const { ratios, pools } = Data;
  const shares = kept.ratios.filter((fact) => !ratios.direction[fact]);
  const adds = (fact) => ratios.numerator[fact] >= 0 && ratios.criterion[fact] > 0;
  const fractions = added("ratios", shares.filter(adds));
  const keyOf = (fact) => `${ratios.criterion[fact]} ${ratios.unit[fact]}`;
  const nameOf = (key) => {
    const [criterion, unit] = key.split(" ").map(Number);
    return [pools.units[unit], pools.criteria[criterion] || (unit ? "" : say("no_criterion"))].filter(Boolean).join(" ");
  };
  const groups = fractionGroups(fractions, keyOf, nameOf);
  if (!groups.some(({ key }) => key === chosen)) chosen = groups[0]?.key ?? null;
  const current = groups.find(({ key }) => key === chosen);
  const byPlace = current ? fractionGroups(current.facts, (fact) => Filter.group(ratios.place[fact]), (key) => Filter.groupName(key)) : [];
  const percents = shares.filter((fact) => !adds(fact));
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
      return { key, name: nameOf(key), facts: members, part, all, share: all ? part / all : 0, none: Number(!key) };
    })
    .sort((a, b) => a.none - b.none || b.facts.length - a.facts.length || b.all - a.all || collator.compare(a.name, b.name));
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
  const more = groups.length > TOP ? make("p", { class: "muted" }, say("top", { count: TOP, of: groups.length })) : null;
  return card(title, extra, more, ...charted(title, Chart.bars(rows, [{ name: "", colour: "var(--ratio)" }]), table, rows.length));
}

function percentCard(facts, nameOf, keyOf) {
  return facts.length ? card(say("percents"), make("p", { class: "muted" }, say("percents_note")), spread(say("percents"), say("criterion"), facts, keyOf, nameOf)) : null;
}

function changeCard(facts) {
  const nameOf = (key) => say(Data.pools.words[key]);
  return facts.length ? card(say("changes"), spread(say("changes"), say("changes"), facts, (fact) => Data.ratios.direction[fact], nameOf)) : null;
}

/** A table of what does not add up: of each group the lowest, the median and the highest. Of a range, both ends count. */
function spread(caption, what, facts, keyOf, nameOf) {
  const { value, low } = Data.ratios;
  const groups = grouped(facts, keyOf)
    .map(({ key, facts: members }) => ({ name: nameOf(key), facts: members }))
    .sort((a, b) => b.facts.length - a.facts.length || collator.compare(a.name, b.name));
  const at = (title, shareOf, which) => ({
    title,
    number: true,
    cell: ({ name, facts: some }) => {
      const found = which([...some].sort((a, b) => shareOf(a) - shareOf(b)));
      return figure(percent(sum(found, shareOf) / found.length), name, { ratios: found });
    },
  });
  const middle = (some) => some.slice((some.length - 1) >> 1, (some.length >> 1) + 1); // two of an even number
  return pagedTable({
    caption,
    rows: groups,
    size: 8,
    search: groups.length > TOP ? say("search_row") : "",
    columns: [
      { title: what, cell: ({ name }) => name, search: ({ name }) => name },
      at(say("lowest"), (fact) => low[fact], (some) => some.slice(0, 1)),
      at(say("median"), (fact) => (low[fact] + value[fact]) / 2, middle),
      at(say("highest"), (fact) => value[fact], (some) => some.slice(-1)),
      { title: say("figures"), number: true, cell: ({ name, facts: some }) => figure(whole.format(some.length), name, { ratios: some }) },
    ],
  });
}
