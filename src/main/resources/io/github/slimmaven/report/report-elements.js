/* What every part of the page is made of: elements and numbers. */

"use strict";

// ---- Elements

const byId = (id) => document.getElementById(id);

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function text(tag, content, className = "") {
  return element(tag, { className, textContent: content });
}

const kind = (column) => (column.number ? "number" : column.path ? "path" : "");

/** A row; on a phone each cell but the first is a line, which begins with its column's name. */
function row(columns, cells) {
  return element("tr", { role: "row" }, ...cells.map((cell, i) => {
    const made = element("td", { role: "cell", className: kind(columns[i]) }, cell);
    if (i > 0) made.dataset.label = columns[i].name;
    return made;
  }));
}

/** A table: columns of {name, number, path}, rows of arrays of texts or elements; a long one is cut. */
function table(caption, columns, rows) {
  const head = element("tr", { role: "row" }, ...columns.map((column) => element("th", {
    scope: "col", role: "columnheader", className: column.number ? "number" : "",
  }, column.name)));
  const short = rows.length > SHORT + 10 ? SHORT : rows.length;
  const body = element("tbody", { role: "rowgroup" }, ...rows.slice(0, short).map((cells) => row(columns, cells)));
  const made = element("div", { className: "scroll" }, element("table", { role: "table" },
    text("caption", caption), element("thead", { role: "rowgroup" }, head), body));
  if (short < rows.length) {
    const more = element("button", { type: "button", textContent: `Show all ${count(rows.length)}` });
    more.addEventListener("click", () => {
      const added = rows.slice(short).map((cells) => row(columns, cells));
      body.append(...added);
      more.remove();
      focus(added[0]); // a focus that is lost begins at the top of the page
    });
    made.append(element("p", {}, more));
  }
  return made;
}

/** Moves the focus to what no key leads to by itself. */
function focus(made) {
  made.tabIndex = -1;
  made.focus({ preventScroll: true });
}

function options(select, names) {
  select.append(...names.map(([value, name]) => element("option", { value, textContent: name })));
}

// ---- Numbers

/** Decimal units, at most one decimal, as in the console. */
function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let value = number;
  while (Math.abs(Math.round(value * 10) / 10) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${(Math.round(value * 10) / 10).toLocaleString("en")} ${units[unit]}`;
}

const count = (number) => number.toLocaleString("en");
const percent = (part, whole) => (whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : "");
const seconds = (millis) => `${(millis / 1000).toFixed(1)} s`;
