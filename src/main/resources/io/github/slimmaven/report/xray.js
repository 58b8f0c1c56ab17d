"use strict";

/*
 * The page of one image. "xray" is xray.json, "source" the text of source.Dockerfile. Everything that
 * comes from an image is set as text, never as markup, and what can't be seen is escaped.
 */
(() => {
  const xray = JSON.parse(document.getElementById("xray").textContent);
  const byId = (id) => document.getElementById(id);

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  /** Text of the image: a lone surrogate U+DCxx is a byte that is no UTF-8. */
  function visible(text) {
    return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => {
      const code = c.codePointAt(0);
      return code >= 0xdc80 && code <= 0xdcff
        ? `\\x${(code & 0xff).toString(16)}`
        : `\\u${code.toString(16).padStart(4, "0")}`;
    });
  }

  /** Decimal units, at most one decimal, as in the console. */
  function bytes(number) {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let unit = 0;
    let value = number;
    while (Math.round(value * 10) / 10 >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return `${(Math.round(value * 10) / 10).toLocaleString("en")} ${units[unit]}`;
  }

  const count = (number) => number.toLocaleString("en");

  /** A table: columns of {name, number, path}, rows of arrays of texts or elements. */
  function table(id, caption, columns, rows) {
    if (rows.length === 0) {
      byId(id).append(element("p", { className: "quiet", textContent: `${caption}: none.` }));
      return;
    }
    const kind = (column) => (column.number ? "number" : column.path ? "path" : "");
    const head = columns.map((column) =>
      element("th", { scope: "col", role: "columnheader", className: kind(column), textContent: column.name }));
    const body = rows.map((row) => element("tr", { role: "row" }, ...row.map((cell, i) => {
      const made = element("td", { role: "cell", className: kind(columns[i]) },
        typeof cell === "string" ? visible(cell) : cell);
      made.dataset.label = columns[i].name;
      return made;
    })));
    byId(id).append(element("div", { className: "scroll", tabIndex: 0 }, element("table", { role: "table" },
      element("caption", { textContent: caption }),
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...head)),
      element("tbody", { role: "rowgroup" }, ...body))));
  }

  const some = (list, noun) => {
    const rest = list.count > list.first.length ? `, the first ${count(list.first.length)} are shown` : "";
    return `${count(list.count)} ${noun}, ${bytes(list.bytes)}${rest}`;
  };
  const number = (name) => ({ name, number: true });
  const path = (name) => ({ name, path: true });
  const plain = (name) => ({ name });
  const amount = (change) => `${count(change.files)} (${bytes(change.bytes)})`;

  function instruction(layer) {
    const step = layer.createdBy === undefined ? "unknown" : layer.createdBy;
    if (layer.largest.length === 0) {
      return step;
    }
    const details = element("details", {}, element("summary", { textContent: visible(step) }));
    for (const change of layer.largest) {
      details.append(element("div", {
        className: "path", textContent: `${bytes(change.size)} ${change.kind} ${visible(change.path)}`,
      }));
    }
    return details;
  }

  const { efficiency, settings } = xray;
  document.title = `X-ray of ${visible(xray.reference)}`;
  byId("name").textContent = visible(xray.reference);
  byId("sentence").textContent = `${visible(xray.platform)}, ${xray.digest}`;
  const figures = [
    ["Size", bytes(xray.size)],
    ["Compressed", xray.compressedSize === undefined ? "unknown" : bytes(xray.compressedSize)],
    ["Files", count(xray.files)],
    ["Layers", count(xray.layers.length)],
    ["Efficiency", `${(100 * efficiency.efficiency).toFixed(2)} %`],
    ["Wasted", bytes(efficiency.wastedBytes)],
    ["Duplicates", bytes(xray.duplicates.bytes)],
  ];
  byId("figures").append(...figures.map(([name, value]) => element("div", { className: "figure" },
    element("dt", { textContent: name }), element("dd", { textContent: value }))));

  table("layers", "Lowest layer first; files (bytes)",
    [number("Layer"), number("Size"), number("Added"), number("Changed"), number("Removed"), number("Wasted"), path("Instruction")],
    xray.layers.map((layer) => [String(layer.index), bytes(layer.size), amount(layer.added), amount(layer.changed),
      amount(layer.removed), bytes(layer.wastedBytes), instruction(layer)]));
  table("wasted", some(xray.wasted, "files"), [number("Size"), number("Layer"), plain("How"), path("Path")],
    xray.wasted.first.map((file) => [bytes(file.size), String(file.layer),
      `${file.deleted ? "deleted" : "overwritten"} by layer ${file.by}`, file.path]));
  table("duplicates", some(xray.duplicates, "contents"), [number("Size"), number("Files"), path("Paths")],
    xray.duplicates.first.map((same) => [bytes(same.size), count(same.count),
      element("div", {}, ...same.paths.map((one) => element("div", { textContent: visible(one) })))]));
  table("files", "Files", [number("Size"), path("Path")], xray.largestFiles.map((f) => [bytes(f.size), f.path]));
  table("directories", "Directories, with all below them", [number("Size"), path("Path")],
    xray.largestDirectories.map((directory) => [bytes(directory.size), directory.path]));
  table("permissions", some(xray.permissions, "entries"), [plain("Mode"), plain("Owner"), plain("Kind"), path("Path")],
    xray.permissions.first.map((special) => [special.mode, `${special.uid}:${special.gid}`,
      special.kinds.join(", ") + (special.capabilities === undefined ? "" : `: ${special.capabilities}`), special.path]));
  table("secrets", some(xray.secrets, "files; contents were not looked at"),
    [plain("What"), number("Size"), plain("Where"), path("Path")],
    xray.secrets.first.map((secret) => [secret.what, bytes(secret.size),
      `layer ${secret.layer}` + (secret.hiddenBy === undefined ? "" : `, hidden by layer ${secret.hiddenBy}`), secret.path]));
  const health = settings.healthcheck;
  table("settings", "What the image's config says", [plain("Setting"), path("Value")],
    [
      ["user", settings.user], ["working directory", settings.workingDir],
      ["entrypoint", settings.entrypoint.join(" ")], ["cmd", settings.cmd.join(" ")],
      ...settings.env.map((variable) => ["environment", variable]),
      ["ports", settings.ports.join(" ")], ["volumes", settings.volumes.join(" ")],
      ...Object.entries(settings.labels).map(([name, value]) => ["label", `${name}=${value}`]),
      ["stop signal", settings.stopSignal],
      ["health check", health === undefined ? "" : [...health.options, ...health.test].join(" ")],
    ].filter(([, value]) => value !== ""));
  table("history", "Oldest step first", [number("Layer"), number("Size"), plain("Created"), path("Step")],
    xray.history.map((step) => [step.layer === undefined ? "" : String(step.layer),
      step.layer === undefined ? "" : bytes(step.size), step.created, step.createdBy]));
  byId("dockerfile").textContent = JSON.parse(byId("source").textContent);
})();
