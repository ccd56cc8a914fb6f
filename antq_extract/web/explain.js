// Switches kinds on and off, shows a note at each mark, filters the index. The page can be read without it.
(() => {
  "use strict";

  document.documentElement.classList.add("js");
  const note = document.getElementById("note");
  const marks = [...document.querySelectorAll("a.m")];
  const switches = [...document.querySelectorAll(".switch input")];
  const LEAVE = 150; // milliseconds in which the pointer may go from a mark to its note
  const EDGE = 8; // pixels between the note and the window

  // --- the legend covers the top of the window unless that is narrow

  const legend = document.querySelector(".legend");
  new ResizeObserver(() => {
    const covered = getComputedStyle(legend).position === "sticky" ? legend.offsetHeight : 0;
    document.documentElement.style.setProperty("--head", `${covered}px`);
  }).observe(legend);

  // --- marks and kinds

  const facts = new Map(
    marks.map((mark) => {
      const kinds = mark.dataset.k.split(" ");
      const covers = mark.dataset.p.split(" ").map((place, i) => ({ place, kind: kinds[i] }));
      const found = { covers, begun: mark.dataset.n.split(" "), tab: mark.tabIndex };
      mark.removeAttribute("title"); // the note says it
      return [mark, found];
    }),
  );
  const kindOf = new Map(switches.map((box) => [box.dataset.sign, box.value]));
  const isOn = (kind) => !off.has(kind);
  let off = new Set();

  function paint() {
    off = new Set(switches.filter((box) => !box.checked).map((box) => box.value));
    for (const [mark, { covers, begun, tab }] of facts) {
      const kinds = [...new Set(covers.map((cover) => cover.kind))].filter(isOn);
      mark.className = kinds.length ? `m k${kinds[0]}` + (kinds.length > 1 ? ` o${kinds[1]}` : "") : "m off";
      mark.dataset.n = begun.filter((label) => isOn(kindOf.get(label.replace(/[0-9]+$/, "")))).join(" ");
      if (kinds.length) {
        mark.setAttribute("href", `#${card(mark, covers.find((cover) => isOn(cover.kind)).place).id}`);
        mark.tabIndex = tab;
      } else {
        mark.removeAttribute("href");
        mark.removeAttribute("tabindex");
      }
    }
    for (const item of document.querySelectorAll(".card")) item.hidden = !isOn(item.dataset.k);
    hide();
  }

  const article = (mark) => mark.closest(".article");
  const place = (mark, number) => document.getElementById(`${article(mark).id}x${number}`);
  const card = (mark, number) => place(mark, number)?.closest(".card");

  for (const box of switches) box.addEventListener("change", paint);
  for (const button of document.querySelectorAll("[data-all]")) {
    button.addEventListener("click", () => {
      for (const box of switches) box.checked = button.dataset.all === "1";
      paint();
    });
  }

  // --- the note

  let shown = null;
  let leaving = 0;

  function fill(mark) {
    note.replaceChildren();
    for (const cover of facts.get(mark).covers.filter((found) => isOn(found.kind))) {
      const from = card(mark, cover.place);
      const part = document.createElement("div");
      part.className = `k${cover.kind}`;
      for (const child of from.children) {
        const copy = child.cloneNode(true);
        if (child.classList.contains("places")) copy.replaceChildren(place(mark, cover.place).cloneNode(true));
        part.append(copy);
      }
      note.append(part);
    }
    for (const element of note.querySelectorAll("[id]")) element.removeAttribute("id");
    for (const link of note.querySelectorAll("a")) {
      const words = document.createElement("span");
      words.lang = link.lang;
      words.textContent = link.textContent;
      link.replaceWith(words);
    }
  }

  function show(mark, pointer) {
    clearTimeout(leaving);
    if (shown === mark || !mark.hasAttribute("href")) return;
    hide();
    shown = mark;
    fill(mark);
    note.hidden = false;
    note.scrollTop = 0;
    mark.classList.add("shown");
    mark.setAttribute("aria-describedby", "note");
    const lines = [...mark.getClientRects()];
    const line = lines.find((box) => pointer && pointer.clientY >= box.top && pointer.clientY <= box.bottom) ?? lines[0];
    const width = document.documentElement.clientWidth;
    const left = Math.max(EDGE, Math.min(line.left, width - note.offsetWidth - EDGE));
    const below = line.bottom + 4 + note.offsetHeight <= window.innerHeight || line.top < note.offsetHeight + EDGE;
    const top = below ? line.bottom + 4 : line.top - 4 - note.offsetHeight;
    note.style.left = `${left + window.scrollX}px`;
    note.style.top = `${top + window.scrollY}px`;
  }

  function hide() {
    clearTimeout(leaving);
    note.hidden = true;
    shown?.classList.remove("shown");
    shown?.removeAttribute("aria-describedby");
    shown = null;
  }

  const markAt = (event) => (event.target instanceof Element ? event.target.closest("a.m") : null);
  const later = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LEAVE);
  };

  let touched = null; // the mark that a finger opened a note of just now
  document.addEventListener("pointerover", (event) => {
    const mark = markAt(event);
    if (mark && event.pointerType !== "touch") show(mark, event);
    else if (note.contains(event.target)) clearTimeout(leaving);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "touch" && (markAt(event) || note.contains(event.target))) later();
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch" && markAt(event) !== shown ? markAt(event) : null;
    if (!markAt(event) && !note.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    const mark = markAt(event);
    if (mark) show(mark);
    else if (!note.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const mark = markAt(event);
    if (mark && mark === touched) {
      event.preventDefault(); // the first touch shows the note, the second follows the link
      show(mark, event);
    } else if (mark) {
      hide();
    }
    touched = null;
  });

  // --- the keyboard

  const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
      return;
    }
    const mark = markAt(event);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stops = [...article(mark).querySelectorAll('a.m[href]:not([tabindex="-1"])')];
    const at = stops.indexOf(mark);
    const to = { Home: 0, End: stops.length - 1 }[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : null);
    if (to === null) return;
    event.preventDefault();
    stops[to]?.focus();
  });

  // --- links to marks and cards: what they lead to is switched on

  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const kinds = facts.get(target)?.covers.map((cover) => cover.kind) ?? [target?.dataset.k];
    const hidden = switches.filter((box) => !box.checked && kinds.includes(box.value));
    if (!hidden.length) return;
    for (const box of hidden) box.checked = true;
    paint();
    target.scrollIntoView();
    target.focus();
  }
  window.addEventListener("hashchange", reveal);

  // --- the index

  const filter = document.getElementById("filter");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const folded = new Map(); // the words of an article without diacritics, once they are looked for

  function words(entry) {
    const id = entry.dataset.article;
    if (!folded.has(id)) {
      const parts = [entry.querySelector("a"), entry.querySelector(".muted"), document.querySelector(`#${id} .text`)];
      folded.set(id, fold(parts.map((part) => part.textContent).join("\n")));
    }
    return folded.get(id);
  }

  filter?.addEventListener("input", () => {
    const wanted = fold(filter.value).split(/\s+/).filter(Boolean);
    const entries = [...document.querySelectorAll("#index ol > li")];
    for (const entry of entries) entry.hidden = !wanted.every((word) => words(entry).includes(word));
    const told = document.getElementById("filtered");
    const left = entries.filter((entry) => !entry.hidden).length;
    told.textContent = wanted.length ? told.dataset.shown.replace("{shown}", left) : "";
  });

  paint(); // a browser may have kept switches as they were
  reveal();
})();
