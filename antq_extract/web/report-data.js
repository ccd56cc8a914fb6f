"use strict";
/* The data of the page: unpacked once, then held as columns. */

/** The bytes of an element's Base64, unpacked, as text. */
async function unpack(id) {
  const binary = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/** A day as a number of years, to measure by. */
const years = (day) => Math.floor(day / 10000) + (Math.max((Math.floor(day / 100) % 100) - 1, 0) + Math.max((day % 100) - 1, 0) / 31) / 12;

const FACT_KINDS = ["awards", "ratios", "events", "officials", "checks", "others"];

const Data = {
  /** Read the columns; give each fact its article, and each named official its person. */
  async load() {
    Object.assign(this, JSON.parse(await unpack("data")));
    this.count = this.articles.headline.length;
    for (const kind of FACT_KINDS) {
      const table = this[kind];
      table.first = new Int32Array(this.count + 1);
      table.facts.forEach((facts, article) => (table.first[article + 1] = table.first[article] + facts));
      table.size = table.first[this.count];
      table.of = new Int32Array(table.size);
      for (let a = 0; a < this.count; a += 1) table.of.fill(a, table.first[a], table.first[a + 1]);
    }
    const days = this.articles.day.filter(Boolean).map(years);
    this.span = [days.at(-1), days[0]]; // articles are in order, the newest first
    this.readPlaces();
    this.readPersons();
    this.copies = new Map(this.articles.copies.map(([article, ...paths]) => [article, paths]));
  },

  /** Give every place two groups: that of its name at the article's time, and that of today. */
  readPlaces() {
    const places = this.pools.places.map((place) => place || ["", "", "", "", 0]);
    const merged = new Map();
    for (const [name, , now] of places.slice(1)) merged.set(now, (merged.get(now) ?? new Set()).add(name));
    this.placeNow = places.map(([, , now, code]) => code || now);
    this.placeThen = places.map(([name, , now, , then]) => {
      if (!name) return "";
      return name === now && !then && merged.get(now).size > 1 ? `${name}+` : name;
    });
    this.nowName = new Map(places.map(([, , now, code]) => [code || now, now]));
    this.thenName = new Map(
      places.map(([name, , now], i) => {
        const key = this.placeThen[i];
        if (key.endsWith("+")) return [key, say("since", { name })];
        return [key, name === now ? name : say("now", { name, now })];
      }),
    );
  },

  readPersons() {
    this.personOf = new Int32Array(this.officials.size).fill(-1);
    this.whyOf = new Int32Array(this.officials.size);
    this.persons.articles.forEach((parts, person) => {
      for (let i = 0; i < parts.length; i += 3) {
        const row = this.officials.first[parts[i]] + parts[i + 1];
        this.personOf[row] = person;
        this.whyOf[row] = parts[i + 2];
      }
    });
  },

  /** The text of a pool that a column of a table names for a fact. */
  text(kind, column, fact, pool) {
    return this.pools[pool][this[kind][column][fact]];
  },

  /** What a place is called, by its number. */
  placeName(place) {
    if (!place) return "";
    const [name, , now] = this.pools.places[place];
    return name === now ? name : say("now", { name, now });
  },

  headline(article) {
    return this.articles.headline[article] || `${say("untitled")} ${this.articles.path[article].split("/").pop()}`;
  },

  /** Passages by article, unpacked when they are first asked for: an array of [start, words, cut]. */
  async passages() {
    if (!this.passagesRead) {
      this.passagesRead = unpack("passages").then((text) => {
        const found = new Map();
        for (const line of text.split("\n")) {
          if (!line) continue;
          const [article, passages] = JSON.parse(line);
          found.set(article, [...(found.get(article) ?? []), ...passages]);
        }
        return found;
      });
    }
    return this.passagesRead;
  },
};
