"use strict";
/* Which facts the filters leave, and groups of them. */

const Filter = {
  place: "", // a group of places; "" is all, "?" those that have none
  from: 0,
  to: 0,
  now: true,
  off: new Set(), // kinds that are left out

  /** The kinds to choose among: those of the report, and "others." with the name of each kind of packs, which may be "events". */
  kinds() {
    const others = Data.others.size ? [...new Set(Data.others.kind)].map((kind) => `others.${Data.pools.words[kind]}`) : [];
    return ["awards", "ratios", "events", "officials", "checks", ...others.sort()];
  },

  group(place) {
    return (this.now ? Data.placeNow : Data.placeThen)[place];
  },

  groupName(group) {
    return group ? (this.now ? Data.nowName : Data.thenName).get(group) : say("nowhere");
  },

  has(place) {
    return !this.place || (this.place === "?" ? !place : this.group(place) === this.place);
  },

  inPeriod(article) {
    const day = Data.articles.day[article];
    if (!this.from && !this.to) return true;
    if (!day) return false;
    const last = day % 10000 === 0 ? day + 1231 : day % 100 === 0 ? day + 31 : day;
    return last >= this.from && (!this.to || day <= this.to);
  },

  /** Work out what is left: facts by kind, and articles. */
  apply() {
    const { articles } = Data;
    const open = new Uint8Array(Data.count);
    const home = new Uint8Array(Data.count);
    let undated = 0;
    for (let a = 0; a < Data.count; a += 1) {
      open[a] = this.inPeriod(a) ? 1 : 0;
      home[a] = this.has(articles.place[a]) ? 1 : 0;
      if (!articles.day[a] && (this.from || this.to)) undated += 1;
    }
    const touched = new Uint8Array(Data.count);
    const kept = {};
    let facts = 0;
    for (const kind of FACT_KINDS) {
      const table = Data[kind];
      const own = table.place;
      kept[kind] = [];
      if (this.off.has(kind)) continue;
      for (let i = 0; i < table.size; i += 1) {
        const a = table.of[i];
        if (!open[a] || (own ? !this.has(own[i]) : !home[a])) continue;
        if (kind === "others" && this.off.has(`others.${Data.pools.words[table.kind[i]]}`)) continue;
        kept[kind].push(i);
        touched[a] = 1;
      }
      facts += kept[kind].length;
    }
    const all = this.off.size === 0;
    kept.articles = [];
    for (let a = 0; a < Data.count; a += 1) if (touched[a] || (all && open[a] && home[a])) kept.articles.push(a);
    kept.checked = 0; // checks, also those that hold: an article's province is theirs
    if (!this.off.has("checks")) {
      kept.checked = kept.checks.length;
      for (let a = 0; a < Data.count; a += 1) if (open[a] && home[a]) kept.checked += articles.passed[a];
    }
    kept.coverage = this.off.has("events")
      ? []
      : Data.coverage.filter(
          (group) =>
            group.articles.some((a) => open[a]) &&
            (this.has(group.place) || (!group.place && group.articles.some((a) => home[a]))),
        );
    return { ...kept, undated, facts };
  },
};

/** Facts by a key: an array of {key, facts}, in no order. */
function grouped(facts, keyOf) {
  const groups = new Map();
  for (const fact of facts) {
    const key = keyOf(fact);
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return [...groups].map(([key, members]) => ({ key, facts: members }));
}

/** The facts that sums take: none that its article says twice, and one of those that several articles tell, the newest. */
function added(kind, facts) {
  const { counted, told } = Data[kind];
  const seen = new Set();
  return facts.filter((fact) => {
    if (counted[fact] || (told[fact] && seen.has(told[fact]))) return false;
    if (told[fact]) seen.add(told[fact]);
    return true;
  });
}
