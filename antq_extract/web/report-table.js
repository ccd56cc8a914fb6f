"use strict";
/* Tables that are searched and turned over a page at a time, so that 20,000 rows are as quick as 20. */

let tables = 0;

/**
 * A table of rows. columns: {title, cell(row) -> node or text, number, search(row) -> text}.
 * With `search` a field filters the rows; `size` rows make a page. A table that `stacks` has its cells below one another
 * on a phone; its roles are spelled out, since what looks like no table is none to some browsers.
 */
function pagedTable({ caption, columns, rows, size = 10, search = "", stacks = false }) {
  tables += 1;
  const body = make("tbody", { role: "rowgroup" });
  const told = make("span", { role: "status", class: "muted" });
  let found = rows;
  let page = 0;
  const show = () => {
    const first = page * size;
    body.replaceChildren(
      ...found.slice(first, first + size).map((row) =>
        make(
          "tr",
          { role: "row" },
          columns.map(({ cell, look, number }, i) =>
            make(i ? "td" : "th", { scope: i ? null : "row", role: i ? "cell" : "rowheader", class: number ? "number" : look }, cell(row)),
          ),
        ),
      ),
    );
    told.textContent = found.length
      ? say("rows", { first: first + 1, last: Math.min(first + size, found.length), count: found.length })
      : say("none");
    back.disabled = page === 0;
    on.disabled = first + size >= found.length;
    turning.hidden = rows.length <= size && !search;
  };
  const turn = (by) => () => {
    page += by;
    show();
  };
  const back = make("button", { type: "button", onclick: turn(-1) }, say("previous"));
  const on = make("button", { type: "button", onclick: turn(1) }, say("next"));
  const turning = make("div", { class: "turning" }, told, back, on);
  const table = make(
    "table",
    { role: "table", class: stacks ? "stacks" : null },
    make("caption", { class: "unseen" }, caption),
    make(
      "thead",
      { role: "rowgroup" },
      make("tr", { role: "row" }, columns.map(({ title, number, look }) => make("th", { scope: "col", role: "columnheader", class: number ? "number" : look }, title))),
    ),
    body,
  );
  const field = search ? searchField(search, rows, columns, (left) => {
    [found, page] = [left, 0];
    show();
  }) : null;
  show();
  return make("div", { class: "paged" }, field, make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": caption }, table), turning);
}

function searchField(label, rows, columns, take) {
  const id = `search-${tables}`;
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, plain(columns.map(({ search }) => (search ? search(row) : "")).join(" ")));
    return texts.get(row);
  };
  const look = (event) => {
    const words = plain(event.target.value).split(/\s+/).filter(Boolean);
    take(words.length ? rows.filter((row) => words.every((word) => textOf(row).includes(word))) : rows);
  };
  return make("label", { class: "search", for: id }, label, make("input", { type: "search", id, oninput: look }));
}
