"use strict";
/* Charts, drawn by Vega-Lite as SVG. Colours are CSS variables, so that dark, light and paper need no drawing anew. */

const Chart = {
  drawn: new WeakMap(), // element -> how wide it was drawn, by what, and what came of it

  /** Unpack the library; its digest is in the page's policy, which lets it run. */
  async load() {
    const script = document.createElement("script");
    script.textContent = await unpack("library");
    document.head.append(script);
    this.tip = document.getElementById("tip");
    const redraw = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        const { width, draw } = this.drawn.get(target) ?? {};
        if (draw && Math.abs(width - target.clientWidth) > 4) this.draw(target, draw);
      }
    });
    this.watched = redraw;
  },

  options() {
    return {
      ast: true, // expressions are interpreted: the page's policy lets nothing make code of strings
      actions: false,
      defaultStyle: false,
      renderer: "svg",
      tooltip: (handler, event, item, value) => this.showTip(event, value),
      config: {
        background: null,
        font: getComputedStyle(document.body).fontFamily, // by which labels are measured
        view: { stroke: null },
        axis: {
          labelColor: "var(--muted)",
          titleColor: "var(--muted)",
          gridColor: "var(--line)",
          domainColor: "var(--line)",
          tickColor: "var(--line)",
          labelFontSize: 12,
        },
        locale: { number: { decimal: LANGUAGE === "vi" ? "," : ".", thousands: LANGUAGE === "vi" ? "." : ",", grouping: [3], currency: ["", ""] } },
      },
    };
  },

  showTip(event, value) {
    this.tip.hidden = !value;
    if (!value) return;
    this.tip.textContent = value;
    const { width, height } = this.tip.getBoundingClientRect();
    this.tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    this.tip.style.top = `${Math.max(8, Math.min(event.clientY + 14, innerHeight - height - 8))}px`;
  },

  /** Draw into an element. make(width) gives the specification; its marks of data with `open` can be chosen. */
  async draw(element, make) {
    const width = element.clientWidth;
    const drawing = { width, draw: make };
    this.drop(element);
    this.drawn.set(element, drawing);
    this.watched.observe(element);
    const result = await globalThis.vegaEmbed(element, { ...make(Math.max(width, 200)), padding: 0 }, this.options());
    if (this.drawn.get(element) !== drawing) return result.finalize(); // drawn anew, or taken away, in the meantime
    drawing.result = result;
    result.view.addEventListener("click", (event, item) => item?.datum?.open?.());
    return this.keys(element);
  },

  /** Let go of what was drawn into an element. */
  drop(element) {
    this.drawn.get(element)?.result?.finalize();
    this.drawn.delete(element);
    this.watched.unobserve(element);
  },

  /** Let the keyboard reach the marks: one stop for the chart, arrows from mark to mark, Enter for the source. */
  keys(element) {
    const svg = element.querySelector("svg");
    for (const part of svg.querySelectorAll("[role]")) {
      for (const name of ["role", "aria-roledescription", "aria-label", "aria-hidden"]) part.removeAttribute(name);
    }
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", element.getAttribute("data-title"));
    const marks = [...svg.querySelectorAll("path, rect")].filter((mark) => mark.__data__?.datum?.open && mark.__data__.datum.told);
    marks.forEach((mark, i) => {
      mark.setAttribute("role", "button");
      mark.setAttribute("aria-label", mark.__data__.datum.told);
      mark.setAttribute("tabindex", i ? "-1" : "0");
      mark.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (event.key === "Enter" || event.key === " ") mark.__data__.datum.open();
        else if (step && marks[i + step]) {
          mark.setAttribute("tabindex", "-1");
          marks[i + step].setAttribute("tabindex", "0");
          marks[i + step].focus();
        } else return;
        event.preventDefault();
      });
    });
  },

  /**
   * Bars below one another, each with its label and value above it.
   * rows: {label, shown, told, open, parts: [{series, value}], whole}; with `whole` a light bar stands behind.
   */
  bars(rows, series) {
    const values = rows.flatMap((row, i) =>
      row.parts.map((part) => ({ ...part, i, told: part.told ?? row.told, tip: part.told ?? row.told, open: part.open ?? row.open })),
    );
    const labels = rows.map((row, i) => ({ i, label: row.label, shown: row.shown, tip: row.told, open: row.open }));
    const wholes = rows.flatMap((row, i) => (row.whole ? [{ i, value: row.whole, tip: row.told, open: row.open }] : []));
    const y = { field: "i", type: "ordinal", axis: null, scale: { paddingInner: 0, paddingOuter: 0 } };
    const x = { field: "value", type: "quantitative", axis: null, stack: "zero" };
    const bar = { type: "bar", height: 10, yOffset: 9, cursor: "pointer" };
    const text = { type: "text", yOffset: -6, fontSize: 13, fill: "var(--ink)", cursor: "pointer" };
    const tooltip = { field: "tip" };
    const color = {
      field: "series",
      type: "nominal",
      scale: { domain: series.map(({ name }) => name), range: series.map(({ colour }) => colour) },
      legend: null, // the card has one that wraps
    };
    const room = Math.max(0, ...rows.map(({ shown }) => widthOf(shown)));
    const whole = {
      data: { values: wholes },
      mark: { ...bar, fill: "var(--track)", cornerRadius: 2 },
      encoding: { y, x: { ...x, stack: null }, tooltip },
    };
    return (width) => ({
      width,
      height: { step: 40 },
      layer: [
        ...(wholes.length ? [whole] : []),
        { data: { values }, mark: { ...bar, cornerRadius: 2 }, encoding: { y, x, color, tooltip } },
        {
          data: { values: labels },
          mark: { ...text, align: "left", limit: Math.max(width - room - 16, 60) },
          encoding: { y, x: { value: 0 }, text: { field: "label" }, tooltip },
        },
        {
          data: { values: labels },
          mark: { ...text, align: "right", fontWeight: 600 },
          encoding: { y, x: { value: width }, text: { field: "shown" }, tooltip },
        },
      ],
    });
  },

  /** Columns along time. bins: {label, value, told, open}. */
  columns(bins, colour) {
    const values = bins.map((bin, i) => ({ ...bin, i, tip: bin.told }));
    return (width) => {
      const every = Math.ceil(bins.length / Math.max(Math.floor(width / 64), 2));
      const ticks = values.filter(({ i }) => i % every === 0).map(({ i }) => i);
      return {
        width: width - 44,
        height: 180,
        data: { values },
        mark: { type: "bar", fill: colour, cursor: "pointer" },
        encoding: {
          x: {
            field: "i",
            type: "ordinal",
            scale: { paddingInner: bins.length > 60 ? 0.1 : 0.25 },
            axis: { values: ticks, title: null, labelAngle: 0, labelExpr: labelled(values, ticks), labelPadding: 8, ticks: false },
          },
          y: { field: "value", type: "quantitative", axis: { title: null, values: steps(bins), domain: false, ticks: false, format: ",d" } },
          tooltip: { field: "tip" },
        },
      };
    };
  },
};

/** How wide a value is above its bar. */
function widthOf(text) {
  widthOf.canvas ??= document.createElement("canvas").getContext("2d");
  widthOf.canvas.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
  return widthOf.canvas.measureText(text).width;
}

/** Four or five whole numbers for an axis that holds the bins. */
function steps(bins) {
  const most = Math.max(1, ...bins.map(({ value }) => value));
  const power = 10 ** Math.floor(Math.log10(Math.max(most / 4, 1)));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => most / size <= 5);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}

/** An expression that writes each tick's label. */
function labelled(values, ticks) {
  const labels = Object.fromEntries(ticks.map((i) => [i, values[i].label]));
  return `${JSON.stringify(labels)}[datum.value]`;
}
