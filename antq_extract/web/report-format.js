"use strict";
/* Words, numbers and dates of the page's language, and elements made of plain text: nothing here takes markup. */

const LABELS = JSON.parse(document.getElementById("labels").textContent);
const LANGUAGE = document.documentElement.lang;
const collator = new Intl.Collator(LANGUAGE, { numeric: true });
const whole = new Intl.NumberFormat(LANGUAGE === "vi" ? "vi-VN" : "en-GB");
const fine = new Intl.NumberFormat(LANGUAGE === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 1 });
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/**
 * The label of a name ("total.articles"), with values put in; numbers among them are written as the language has them.
 * "{facts|fact|facts}" is the first of the words for 1, else the second.
 */
function say(name, values = {}) {
  const label = name.split(".").reduce((part, key) => part?.[key], LABELS) ?? name.split(".").pop();
  return String(label).replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (all, key, one, many) => {
    if (!(key in values)) return all;
    if (many !== undefined) return values[key] === 1 ? one : many;
    return typeof values[key] === "number" ? whole.format(values[key]) : values[key];
  });
}

/** 0.985 as "98,5 %" or "98.5%". */
function percent(share) {
  return fine.format(share * 100) + (LANGUAGE === "vi" ? " %" : "%");
}

/** 20230208 as "08/02/2023" or "8 Feb 2023"; 20230200 is a month, 20230000 a year, 0 nothing. */
function dated(number) {
  if (!number) return "";
  const [year, month, day] = [Math.floor(number / 10000), Math.floor(number / 100) % 100, number % 100];
  if (LANGUAGE === "vi") {
    const two = (part) => String(part).padStart(2, "0");
    return [day && two(day), month && two(month), year].filter(Boolean).join("/");
  }
  return [day || "", month ? MONTHS[month - 1] : "", year].filter(Boolean).join(" ");
}

/** "08/02/2023 – 03/2024", one of them where they are the same. */
function between(first, last) {
  return [...new Set([first, last].filter(Boolean).map(dated))].join(" – ");
}

/** A text as searches compare it: small letters without marks. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
}

/** An element with attributes, "on…" listeners and children; strings become text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A figure that leads to its source. */
function figure(text, title, facts, more = {}) {
  return make("button", { type: "button", class: "figure", onclick: () => Source.open(title, facts), ...more }, text);
}
