"use strict";
/* Officials with their ranks and posts over time. */

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

/** "08/02/2023 – 03/2024", one of them where they are the same. */
function between(first, last) {
  return [...new Set([first, last].filter(Boolean).map(dated))].join(" – ");
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
    const name = [former ? say("former") : "", pools.posts[label]].filter(Boolean).join(" ");
    const facts = { officials: articles.map((a) => rowOf(person, a)).filter((row) => row >= 0) };
    return make(
      "li",
      {},
      figure(name, `${persons.name[person]} – ${name}`, facts, { class: "figure text" }),
      make("span", { class: "muted" }, [Data.placeName(place), between(first, last) || say("undated")].filter(Boolean).map((text) => ` · ${text}`).join("")),
    );
  });
  return items.length ? make("ol", { class: "posts" }, items) : "";
}

function rowOf(person, article) {
  const { first } = Data.officials;
  for (let row = first[article]; row < first[article + 1]; row += 1) if (Data.personOf[row] === person) return row;
  return -1;
}
