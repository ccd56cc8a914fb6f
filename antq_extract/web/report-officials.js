"use strict";
/* Officials with their ranks and posts over time. */

const POSTS = 5; // the latest posts of a person, which are shown at once

function drawOfficials(kept) {
  const people = grouped(kept.officials.filter((fact) => Data.personOf[fact] >= 0), (fact) => Data.personOf[fact])
    .map(({ key, facts }) => ({ person: key, facts }))
    .sort((a, b) => b.facts.length - a.facts.length || collator.compare(Data.persons.name[a.person], Data.persons.name[b.person]));
  const { persons, pools } = Data;
  const posts = ({ person }) => persons.posts[person].map(([label, place]) => `${pools.posts[label]} ${Data.placeName(place)}`).join(" ");
  fill("officials", [
    wideCard(
      say("officials"),
      make("p", { class: "muted" }, say("officials_note")),
      pagedTable({
        caption: say("officials"),
        stacks: true,
        rows: people,
        search: say("search_person"),
        columns: [
          { title: say("person"), cell: ({ person }) => persons.name[person], search: ({ person }) => persons.name[person] },
          { title: say("rank"), cell: ({ person }) => spells(persons.ranks[person]), search: () => "" },
          { title: say("posts"), cell: ({ person }) => postList(person), search: posts },
          {
            title: say("articles_naming"),
            number: true,
            cell: ({ person, facts }) => figure(say("source_articles", { articles: new Set(facts.map((fact) => Data.officials.of[fact])).size }), persons.name[person], { officials: facts }),
          },
        ],
      }),
    ),
  ]);
}

function spells(parts) {
  const found = [];
  for (let i = 0; i < parts.length; i += 3) {
    found.push(make("div", {}, Data.pools.words[parts[i]], " ", make("span", { class: "muted" }, between(parts[i + 1], parts[i + 2]))));
  }
  return found;
}

function postList(person) {
  const { pools, persons } = Data;
  const items = persons.posts[person].map(([label, place, first, last, former, ...articles]) => {
    const post = pools.posts[label];
    const told = plain(post).startsWith(plain(say("former"))); // by the post itself
    const name = former && !told ? `${say("former")} ${post}` : post;
    const facts = { officials: articles.map((a) => rowOf(person, a)).filter((row) => row >= 0) };
    return make(
      "li",
      {},
      figure(name, `${persons.name[person]} – ${name}`, facts, { class: "figure text" }),
      make("span", { class: "muted" }, [Data.placeName(place), between(first, last) || say("undated")].filter(Boolean).map((text) => ` · ${text}`).join("")),
      first ? strip(first, last || first) : null,
    );
  });
  if (items.length <= POSTS + 1) return items.length ? make("ol", { class: "posts" }, items) : "";
  const earlier = items.splice(0, items.length - POSTS);
  return [
    make("details", {}, make("summary", {}, say("posts_earlier", { count: earlier.length })), make("ol", { class: "posts" }, earlier)),
    make("ol", { class: "posts" }, items),
  ];
}

/** A time as a strip of the years that the report covers; the dates beside it say the same in words. */
function strip(first, last) {
  const [from, to] = Data.span;
  const at = (day) => (100 * (years(day) - from)) / Math.max(to - from, 0.01);
  const bar = make("span");
  bar.style.left = `${Math.max(0, at(first))}%`;
  bar.style.width = `${Math.min(at(last), 100) - Math.max(0, at(first))}%`;
  return make("span", { class: "strip", "aria-hidden": "true" }, bar);
}

function rowOf(person, article) {
  const { first } = Data.officials;
  for (let row = first[article]; row < first[article + 1]; row += 1) if (Data.personOf[row] === person) return row;
  return -1;
}
