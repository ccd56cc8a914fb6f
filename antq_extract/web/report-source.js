"use strict";
/* Where a figure comes from: its articles with the sentences, in which its facts are marked. */

const Source = {
  STEP: 20,

  start() {
    this.dialog = document.getElementById("source");
    this.list = document.getElementById("source-list");
    document.getElementById("source-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
  },

  /** Show facts, an object of arrays by kind; under "articles" whole articles, with all their facts. */
  async open(title, facts) {
    const byArticle = this.byArticle(facts);
    const passages = await Data.passages();
    document.getElementById("source-title").textContent = title;
    const count = Object.entries(facts).reduce((sum, [kind, some]) => sum + (kind === "articles" ? 0 : some.length), 0);
    document.getElementById("source-sum").textContent = count
      ? say("source_of", { facts: count, articles: byArticle.size })
      : say("source_articles", { articles: byArticle.size });
    this.list.replaceChildren();
    this.more([...byArticle].sort(([a], [b]) => a - b), passages);
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.scrollTop = 0;
  },

  byArticle(facts) {
    const found = new Map();
    const add = (article, kind, fact) => {
      if (!found.has(article)) found.set(article, []);
      if (kind) found.get(article).push({ kind, fact });
    };
    for (const [kind, some] of Object.entries(facts)) {
      if (kind === "articles") {
        for (const article of some) {
          add(article);
          for (const { kind: own, fact } of this.allOf(article)) add(article, own, fact);
        }
      } else for (const fact of some) add(Data[kind].of[fact], kind, fact);
    }
    return found;
  },

  allOf(article) {
    const found = [];
    for (const kind of FACT_KINDS) {
      const { first } = Data[kind];
      for (let fact = first[article]; fact < first[article + 1]; fact += 1) found.push({ kind, fact });
    }
    return found;
  },

  more(articles, passages) {
    const page = articles.splice(0, this.STEP);
    const shown = page.map(([article, facts]) => this.article(article, facts, passages.get(article) ?? []));
    this.list.append(...shown);
    if (!articles.length) return;
    const next = make("button", { type: "button" }, say("more", { count: articles.length }));
    next.addEventListener("click", () => {
      const { length } = this.list.children;
      next.remove();
      this.more(articles, passages);
      this.list.children[length - 1].focus();
    });
    this.list.append(next);
  },

  article(article, facts, passages) {
    const { articles, pools } = Data;
    const day = dated(articles.day[article]);
    const meta = [
      articles.dated[article] === 2 ? say("event_day", { date: day }) : day,
      pools.publishers[articles.publisher[article]],
      Data.placeName(articles.place[article]),
    ].filter(Boolean);
    const url = articles.url[article];
    const copies = Data.copies.get(article);
    return make(
      "article",
      { tabindex: "-1" },
      make("h3", {}, Data.headline(article)),
      make("p", { class: "muted meta" }, meta.join(" · ")),
      this.quotes(facts, passages),
      make(
        "p",
        { class: "muted meta" },
        make("code", {}, articles.path[article]),
        url ? [" · ", make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, say("open"))] : null,
        copies ? ` · ${say("copies_at", { paths: copies.join(", ") })}` : null,
      ),
    );
  },

  /** Passages that hold the facts, and the facts' own words where none does. */
  quotes(facts, passages) {
    const spelled = passages.map(([at, words, cut]) => [at, [...words], cut]); // offsets count characters
    const quotes = new Map();
    const bare = [];
    for (const { kind, fact } of facts) {
      const start = Data[kind].start[fact];
      const text = Data.text(kind, "text", fact, "texts");
      const hit = { kind, fact, start, end: start + [...text].length, text };
      const holder = spelled.find(([at, points]) => start >= at && hit.end <= at + points.length);
      if (!holder) bare.push(hit);
      else quotes.set(holder[0], { holder, hits: [...(quotes.get(holder[0])?.hits ?? []), hit] });
    }
    const shown = [...quotes.values()].sort((a, b) => a.holder[0] - b.holder[0]);
    return [
      ...shown.map(({ holder, hits }) => make("blockquote", {}, this.marked(holder, hits), this.remarks(hits))),
      bare.length && bare.some((hit) => hit.text) ? this.bare(bare) : null,
      ...bare.filter((hit) => !hit.text).map((hit) => this.remarks([hit])),
    ];
  },

  bare(hits) {
    const words = hits.filter((hit) => hit.text);
    return make(
      "blockquote",
      { class: "bare" },
      words.flatMap((hit, i) => [i ? " · " : "", make("mark", { class: this.colour(hit) }, hit.text)]),
      this.remarks(words),
      make("p", { class: "muted" }, say("no_passage")),
    );
  },

  /** A passage with its facts marked; positions are code points of the article. */
  marked([at, points, cut], hits) {
    const parts = [];
    let done = 0;
    for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
      const [start, end] = [Math.max(hit.start - at, done), hit.end - at];
      if (end <= start) continue;
      parts.push(points.slice(done, start).join(""));
      parts.push(make("mark", { class: this.colour(hit) }, points.slice(start, end).join("")));
      done = end;
    }
    return make("p", {}, cut & 1 ? "… " : "", ...parts, points.slice(done).join(""), cut & 2 ? " …" : "");
  },

  colour({ kind, fact }) {
    if (kind !== "others") return `k-${kind}`;
    const name = Data.pools.words[Data.others.kind[fact]];
    return ["documents", "quantities"].includes(name) ? `k-${name}` : "k-others";
  },

  /** What is to be said of facts beside their words: why sums leave them out, what a check found, who is meant. */
  remarks(hits) {
    const remarks = hits.map(({ kind, fact, text }) => {
      if (kind === "checks") return ["fail", Data.text(kind, "outcome", fact, "outcomes")];
      if (kind === "officials") return ["muted", this.person(fact)];
      const { counted, told } = Data[kind];
      const why = counted?.[fact] || (told?.[fact] ? 3 : 0);
      return why ? ["muted", `${text}: ${LABELS.counted[why]}`] : null;
    });
    const unlike = new Map(remarks.filter(Boolean).map((remark) => [remark.join(), remark]));
    return unlike.size
      ? make("ul", { class: "remarks" }, [...unlike.values()].map(([look, text]) => make("li", { class: look }, text)))
      : null;
  },

  person(fact) {
    const { pools, officials } = Data;
    const why = pools.words[Data.whyOf[fact]];
    return [
      [pools.words[officials.rank[fact]], pools.names[officials.name[fact]]].filter(Boolean).join(" "),
      pools.posts[officials.post[fact]],
      why && why !== "first" ? `${say("because")}: ${say(`why_person.${why}`)}` : "",
    ]
      .filter(Boolean)
      .join(" · ");
  },
};
