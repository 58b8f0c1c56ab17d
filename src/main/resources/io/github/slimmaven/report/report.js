"use strict";

/*
 * The page of one run. Everything that comes from an image is set as text, never as markup.
 *
 * "report" is report.json. "entries" is {reasons, details, owners, tree}, where "tree" is the source image's
 * files, depth first, divided by "/": "+NAME" enters a directory, "-" leaves it, and a file is
 * "SIZE|SLIM|LAYER|REASON|DETAIL|OWNER|NAME". The first six are numbers of base 36, the last three of
 * them indexes into the lists; SLIM is empty where the size stays as it is, REASON for what was
 * removed, DETAIL and OWNER where there is none.
 */
(() => {
  const report = JSON.parse(document.getElementById("report").textContent);
  const data = JSON.parse(document.getElementById("entries").textContent);
  const { reasons, details, owners } = data;
  const COLOURS = [
    "#3b6fb6", "#2e8b74", "#a3672f", "#8a4fa3", "#b34a5f", "#5d7f2b", "#3f8ea8", "#9a7b1d",
    "#6a62c9", "#b4552a", "#4d7c5a", "#a14585", "#5b6f8f", "#7d6a48", "#94483c", "#357a9c",
  ];
  const ROWS = 200;
  const SHORT = 20;
  const REASONS = {
    repair: "put back when the minified image answered differently",
    traced: "the app used it while it was watched",
    link: "leads to a file that stays",
    written: "the app wrote it",
    application: "belongs to the application",
    pattern: "named by <keep>",
    elf: "a program or library that stays needs it",
    mentioned: "named in a file of the app",
    jvm: "the trimmed Java runtime",
    pack: "what its language loads without a trace",
    package: "belongs to a package that stays whole",
    essential: "every program may need it",
    workdir: "the working directory",
    volume: "a declared volume",
    hardlink: "another name of a file that stays",
    directory: "on the way to what stays",
    unchanged: "nothing could be removed",
  };

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

  /** A table: columns of {name, number, path}, rows of arrays of texts or elements; a long one is cut. */
  function table(caption, columns, rows) {
    const head = element("tr", {}, ...columns.map((column) =>
      element("th", { scope: "col", className: column.number ? "number" : "" }, column.name)));
    const row = (cells) => element("tr", {}, ...cells.map((cell, i) =>
      element("td", { className: columns[i].number ? "number" : columns[i].path ? "path" : "" }, cell)));
    const short = rows.length > SHORT + 10 ? SHORT : rows.length;
    const body = element("tbody", {}, ...rows.slice(0, short).map(row));
    const made = element("div", { className: "scroll" }, element("table", {},
      text("caption", caption), element("thead", {}, head), body));
    if (short < rows.length) {
      const more = element("button", { type: "button", textContent: `Show all ${count(rows.length)}` });
      more.addEventListener("click", () => {
        body.append(...rows.slice(short).map(row));
        more.remove();
      });
      made.append(element("p", {}, more));
    }
    return made;
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

  // ---- The tree

  function directory(name, parent) {
    return { name, parent, children: [], source: 0, slim: 0, files: 0, kept: 0, file: null };
  }

  function parseTree(encoded) {
    const root = directory("", null);
    const files = [];
    let at = root;
    for (const entry of encoded === "" ? [] : encoded.split("/")) {
      if (entry === "-") {
        at = at.parent;
      } else if (entry[0] === "+") {
        const next = directory(entry.slice(1), at);
        at.children.push(next);
        at = next;
      } else {
        const fields = entry.split("|", 6);
        const name = entry.slice(fields.join("|").length + 1);
        const index = (i) => (fields[i] === "" ? -1 : parseInt(fields[i], 36));
        const source = index(0);
        const kept = fields[3] !== "";
        const file = {
          reason: index(3), detail: index(4), owner: index(5), layer: index(2), path: "",
        };
        const slim = kept ? (fields[1] === "" ? source : index(1)) : 0;
        const leaf = { name, parent: at, children: [], source, slim, files: 1, kept: kept ? 1 : 0, file };
        at.children.push(leaf);
        files.push(leaf);
      }
    }
    for (const leaf of files) {
      leaf.file.path = pathOf(leaf);
      for (let up = leaf.parent; up; up = up.parent) {
        up.source += leaf.source;
        up.slim += leaf.slim;
        up.files += 1;
        up.kept += leaf.kept;
      }
    }
    return { root, files };
  }

  function pathOf(node) {
    return node.parent ? `${pathOf(node.parent)}/${node.name}` : "";
  }

  const { root, files } = parseTree(data.tree);

  const VALUES = {
    source: (node) => node.source,
    slim: (node) => node.slim,
    removed: (node) => node.source - node.slim,
  };

  const GROUPS = {
    reason: (file) => (file.reason < 0 ? "removed" : reasons[file.reason]),
    owner: (file) => (file.owner < 0 ? "no package" : owners[file.owner]),
    layer: (file) => `layer ${file.layer}`,
  };

  // ---- Headline

  function headline() {
    const { source, slim } = report;
    const name = source.reference;
    document.title = `${name}: slim report`;
    byId("name").textContent = name;
    const verified = report.verification.verified;
    const sentence = {
      minified: `${bytes(source.size)} became ${slim ? bytes(slim.size) : "nothing"}`,
      unchanged: "Nothing could be removed: every file is needed",
      profiled: `${bytes(source.size)} would become ${slim ? bytes(slim.size) : "nothing"}: no image was written`,
      failed: "No image was published",
    }[report.status];
    byId("sentence").textContent = sentence;
    const badge = byId("verified");
    badge.textContent = verified
      ? `Verified: launched ${report.verification.rounds === 1 ? "once" : report.verification.rounds + " times"}, same answers to ${count(report.probes.length)} ${report.probes.length === 1 ? "probe" : "probes"}`
      : "Not verified";
    badge.className = verified ? "good" : "bad";
    const figures = [
      ["Source", bytes(source.size)],
      ["Slim", slim ? bytes(slim.size) : "none"],
      ["Smaller", report.ratio ? `${report.ratio}x` : "-"],
      ["Pulled, source", source.compressedSize ? bytes(source.compressedSize) : "unknown"],
      ["Pulled, slim", slim && slim.compressedSize ? bytes(slim.compressedSize) : "unknown"],
      ["Files", `${count(source.files)} to ${slim ? count(slim.files) : 0}`],
    ];
    byId("figures").append(...figures.map(([label, value]) =>
      element("div", { className: "figure" }, text("dt", label), text("dd", value))));
  }

  // ---- Treemap

  const map = { at: root, value: "source", group: "reason", query: "" };
  let palette = new Map();

  /** Colours of the groups: those with the most bytes get one of their own. */
  function choosePalette() {
    const sums = new Map();
    for (const leaf of files) {
      const group = GROUPS[map.group](leaf.file);
      sums.set(group, (sums.get(group) || 0) + VALUES[map.value](leaf));
    }
    const style = getComputedStyle(document.documentElement);
    const ranked = [...sums].filter(([, sum]) => sum > 0).sort((a, b) => b[1] - a[1]);
    palette = new Map();
    let next = 0;
    for (const [group, sum] of ranked) {
      const grey = group === "removed" || next >= COLOURS.length;
      palette.set(group, {
        colour: grey ? style.getPropertyValue("--removed").trim() : COLOURS[next++], sum,
      });
    }
  }

  /** Squarified: rows of tiles along the shorter side, each row as square as it can be. */
  function squarify(nodes, value, x, y, width, height) {
    const tiles = [];
    const rest = nodes.filter((node) => value(node) > 0).sort((a, b) => value(b) - value(a));
    let left = rest.reduce((sum, node) => sum + value(node), 0);
    let start = 0;
    while (start < rest.length && width > 0 && height > 0) {
      const side = Math.min(width, height);
      const scale = (width * height) / left;
      let sum = 0;
      let end = start;
      let worst = Infinity;
      while (end < rest.length) {
        const next = sum + value(rest[end]);
        const thickness = (next * scale) / side;
        const first = (value(rest[start]) * scale) / thickness;
        const last = (value(rest[end]) * scale) / thickness;
        const ratio = Math.max(thickness / last, first / thickness, thickness / first);
        if (ratio > worst) break;
        worst = ratio;
        sum = next;
        end++;
      }
      const thickness = (sum * scale) / side;
      let along = 0;
      for (const node of rest.slice(start, end)) {
        const length = (value(node) * scale) / thickness;
        tiles.push(width < height
          ? { node, x: x + along, y, width: length, height: thickness }
          : { node, x, y: y + along, width: thickness, height: length });
        along += length;
      }
      if (width < height) {
        y += thickness;
        height -= thickness;
      } else {
        x += thickness;
        width -= thickness;
      }
      left -= sum;
      start = end;
    }
    return tiles;
  }

  const matches = (leaf) => map.query === "" || leaf.file.path.toLowerCase().includes(map.query);

  function paint(context, node, x, y, width, height, top = false) {
    if (node.file) {
      context.globalAlpha = matches(node) ? 1 : 0.15;
      context.fillStyle = palette.get(GROUPS[map.group](node.file)).colour;
      context.fillRect(x + 0.5, y + 0.5, Math.max(width - 1, 0.5), Math.max(height - 1, 0.5));
      if (!top && width > 70 && height > 36) label(context, node.name, x + 5, y + height - 6, width - 10);
      return;
    }
    if (width * height < 9) {
      const largest = largestFile(node);
      if (largest) paint(context, largest, x, y, width, height);
      return;
    }
    for (const tile of squarify(node.children, VALUES[map.value], x, y, width, height)) {
      paint(context, tile.node, tile.x, tile.y, tile.width, tile.height);
    }
  }

  /** The name of a large file, at the bottom of its tile: the buttons' names are at the top. */
  function label(context, name, x, y, width) {
    let shown = name;
    while (shown.length > 4 && context.measureText(shown).width > width) shown = `${shown.slice(0, -2)}…`;
    context.save();
    Object.assign(context, { fillStyle: "#fff", shadowColor: "#000", shadowBlur: 3 });
    context.fillText(shown, x, y);
    context.restore();
  }

  function largestFile(node) {
    let at = node;
    while (at && !at.file) {
      at = at.children.reduce((best, child) =>
        (VALUES[map.value](child) > (best ? VALUES[map.value](best) : 0) ? child : best), null);
    }
    return at;
  }

  function drawMap() {
    const box = byId("map");
    const { clientWidth: width, clientHeight: height } = box;
    const canvas = element("canvas", { width: width * devicePixelRatio, height: height * devicePixelRatio });
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(devicePixelRatio, devicePixelRatio);
    context.font = "12px system-ui, sans-serif";
    const value = VALUES[map.value];
    const tiles = squarify(map.at.file ? [map.at] : map.at.children, value, 0, 0, width, height);
    const buttons = [];
    for (const tile of tiles) {
      paint(context, tile.node, tile.x, tile.y, tile.width, tile.height, true);
      if (tile.width > 14 && tile.height > 14) buttons.push(tileButton(tile, value));
    }
    box.replaceChildren(canvas, ...buttons);
  }

  function tileButton({ node, x, y, width, height }, value) {
    const roomy = width > 50 && height > 30;
    const button = element("button", { type: "button", title: describe(node) },
      ...(roomy ? [text("span", node.name), text("span", bytes(value(node)))] : []));
    button.setAttribute("aria-label", describe(node));
    Object.assign(button.style, {
      left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`,
    });
    button.addEventListener("click", () => (node.file ? showFile(node) : open(node)));
    return button;
  }

  function describe(node) {
    if (node.file) return `${node.name}, ${bytes(node.source)}, ${why(node.file)}`;
    return `${node.name}, directory, ${bytes(node.source)} in ${count(node.files)} files, ${bytes(node.slim)} kept`;
  }

  function why(file) {
    if (file.reason < 0) return "removed";
    const detail = file.detail < 0 ? "" : details[file.detail];
    return `kept: ${reasons[file.reason]}${detail ? `, ${detail}` : ""}`;
  }

  function showFile(node) {
    byId("search").value = node.file.path;
    filter.text = node.file.path.toLowerCase();
    drawFiles();
    byId("files-heading").scrollIntoView();
    byId("search").focus({ preventScroll: true });
  }

  function open(node) {
    map.at = node;
    drawDirectory();
  }

  function crumb(node, current) {
    const name = node === root ? "/" : node.name;
    if (current) {
      const here = text("span", name, "path");
      here.setAttribute("aria-current", "true");
      return element("li", {}, here);
    }
    const button = element("button", { type: "button", textContent: name, className: "path" });
    button.addEventListener("click", () => open(node));
    return element("li", {}, button);
  }

  function drawDirectory() {
    const way = [];
    for (let node = map.at; node; node = node.parent) way.unshift(node);
    byId("crumbs").replaceChildren(...way.map((node) => crumb(node, node === map.at)));
    drawMap();
    const value = VALUES[map.value];
    const largest = [...map.at.children].sort((a, b) => value(b) - value(a)).slice(0, 12);
    const rows = largest.filter((node) => value(node) > 0).map((node) => [
      nameCell(node), bytes(node.source), bytes(node.slim), bytes(node.source - node.slim),
      node.file ? why(node.file) : `${count(node.kept)} of ${count(node.files)} files kept`,
    ]);
    byId("directory").replaceChildren(table(`Largest in ${pathOf(map.at) || "/"}`, [
      { name: "Name", path: true }, { name: "Source", number: true }, { name: "Slim", number: true },
      { name: "Removed", number: true }, { name: "Why" },
    ], rows));
    byId("legend").replaceChildren(...[...palette].slice(0, 18).map(([group, { colour, sum }]) =>
      element("li", {}, element("span", { style: `background:${colour}` }), `${group} ${bytes(sum)}`)));
  }

  function nameCell(node, name = node.name + (node.file ? "" : "/")) {
    const button = element("button", { type: "button", textContent: name });
    button.addEventListener("click", () => (node.file ? showFile(node) : open(node)));
    return button;
  }

  function redrawMap() {
    choosePalette();
    drawDirectory();
  }

  // ---- Files

  const filter = { text: "", status: "", reason: "", owner: "", layer: "", least: 0, shown: ROWS };
  const order = { key: "source", down: true };
  const KEYS = {
    path: (leaf) => leaf.file.path,
    source: (leaf) => leaf.source,
    slim: (leaf) => leaf.slim,
    reason: (leaf) => GROUPS.reason(leaf.file),
    owner: (leaf) => GROUPS.owner(leaf.file),
    layer: (leaf) => leaf.file.layer,
  };

  function selected() {
    const found = files.filter((leaf) =>
      (filter.text === "" || leaf.file.path.toLowerCase().includes(filter.text)) &&
      (filter.status === "" || (filter.status === "kept") === (leaf.kept === 1)) &&
      (filter.reason === "" || leaf.file.reason === Number(filter.reason)) &&
      (filter.owner === "" || leaf.file.owner === Number(filter.owner)) &&
      (filter.layer === "" || leaf.file.layer === Number(filter.layer)) &&
      leaf.source >= filter.least);
    const key = KEYS[order.key];
    const sign = order.down ? -1 : 1;
    return found.sort((a, b) => {
      const [one, other] = [key(a), key(b)];
      return one < other ? -sign : one > other ? sign : a.file.path < b.file.path ? -1 : 1;
    });
  }

  function drawFiles() {
    const found = selected();
    const sum = found.reduce((total, leaf) => total + leaf.source, 0);
    const kept = found.reduce((total, leaf) => total + leaf.slim, 0);
    byId("found").textContent = `${count(found.length)} ${found.length === 1 ? "file" : "files"}, ${bytes(sum)}, of which ${bytes(kept)} stayed`;
    byId("rows").replaceChildren(...found.slice(0, filter.shown).map(fileRow));
    byId("more").hidden = found.length <= filter.shown;
    for (const head of document.querySelectorAll("#files th[data-key]")) {
      head.setAttribute("aria-sort",
        head.dataset.key === order.key ? (order.down ? "descending" : "ascending") : "none");
    }
  }

  function fileRow(leaf) {
    return element("tr", {},
      text("td", leaf.file.path, "path"),
      text("td", bytes(leaf.source), "number"),
      text("td", leaf.kept ? bytes(leaf.slim) : "", "number"),
      text("td", why(leaf.file), leaf.kept ? "" : "quiet"),
      text("td", leaf.file.owner < 0 ? "" : owners[leaf.file.owner]),
      text("td", String(leaf.file.layer), "number"));
  }

  function bindFiles() {
    const bind = (id, key, parse = (value) => value) => byId(id).addEventListener("input", (event) => {
      filter[key] = parse(event.target.value);
      filter.shown = ROWS;
      drawFiles();
    });
    const used = (key, names) => names
      .map((name, i) => [String(i), name])
      .filter(([i]) => files.some((leaf) => leaf.file[key] === Number(i)))
      .sort((a, b) => (a[1] < b[1] ? -1 : 1));
    options(byId("reason"), used("reason", reasons));
    options(byId("owner"), used("owner", owners));
    options(byId("layer"), report.source.layers.map((layer, i) => [String(i), `${i}: ${layer.createdBy.slice(0, 40)}`]));
    bind("search", "text", (value) => value.toLowerCase());
    bind("status", "status");
    bind("reason", "reason");
    bind("owner", "owner");
    bind("layer", "layer");
    bind("least", "least", (value) => (Number(value) || 0) * 1000);
    byId("more").addEventListener("click", () => {
      filter.shown += ROWS * 5;
      drawFiles();
    });
    for (const head of document.querySelectorAll("#files th[data-key] button")) {
      head.addEventListener("click", () => {
        const { key } = head.closest("th").dataset;
        order.down = order.key === key ? !order.down : key === "source" || key === "slim";
        order.key = key;
        drawFiles();
      });
    }
  }

  // ---- Other sections

  function drawOwners() {
    const sums = new Map();
    for (const leaf of files) {
      const owner = GROUPS.owner(leaf.file);
      const sum = sums.get(owner) || { source: 0, slim: 0, files: 0, kept: 0 };
      sum.source += leaf.source;
      sum.slim += leaf.slim;
      sum.files += 1;
      sum.kept += leaf.kept;
      sums.set(owner, sum);
    }
    const rows = [...sums].sort((a, b) => (b[1].source - b[1].slim) - (a[1].source - a[1].slim))
      .map(([owner, sum]) => [
        owner, bytes(sum.source), bytes(sum.slim), bytes(sum.source - sum.slim),
        sum.kept === 0 ? "removed" : `${count(sum.kept)} of ${count(sum.files)} files kept`,
      ]);
    byId("owners").append(table(`${count(rows.length)} packages, most removed first`, [
      { name: "Package" }, { name: "Source", number: true }, { name: "Slim", number: true },
      { name: "Removed", number: true }, { name: "Files" },
    ], rows));
  }

  function drawLayers() {
    const slim = files.reduce((sums, leaf) => {
      sums[leaf.file.layer] = (sums[leaf.file.layer] || 0) + leaf.slim;
      return sums;
    }, []);
    byId("layers").append(table("Lowest first; each stays a layer of the slim image unless it is empty", [
      { name: "Layer", number: true }, { name: "Made by", path: true }, { name: "Source", number: true },
      { name: "Slim", number: true }, { name: "Files", number: true },
    ], report.source.layers.map((layer, i) => [
      String(i), layer.createdBy, bytes(layer.size), bytes(slim[i] || 0), count(layer.files),
    ])));
  }

  function answer(probe, answered) {
    if (!answered) return "not asked";
    const executed = /^(run|exec)( |$)/.test(probe.request);
    if (answered.status === 0 && !executed) return `connected in ${count(answered.millis)} ms`;
    return `${executed ? "exit code " : ""}${answered.status}, ${bytes(answered.bytes)} in ${count(answered.millis)} ms`;
  }

  function outcome(probe) {
    if (!probe.slim) return text("span", "not asked", "quiet");
    return text("span", probe.same ? "same" : "differs", probe.same ? "good" : "bad");
  }

  function drawProbes() {
    const health = report.verification.healthCheck;
    byId("probes").append(
      table("What was asked of both images", [
        { name: "Request", path: true }, { name: "Origin" }, { name: "Source" }, { name: "Slim" }, { name: "Result" },
      ], report.probes.map((probe) => [
        probe.request, probe.origin || "", answer(probe, probe.source), answer(probe, probe.slim), outcome(probe),
      ])),
      ...(health ? [table("Health check", [{ name: "Command", path: true }, { name: "Slim" }, { name: "Result" }], [[
        health.command, `${count(health.millis)} ms`,
        text("span", health.exitCode === undefined ? "could not be executed" : `exit code ${health.exitCode}`,
          health.exitCode === 0 ? "good" : "bad"),
      ]])] : []),
      ...report.probes.filter((probe) => (probe.diff || []).length > 0).map((probe) =>
        element("figure", {},
          text("figcaption", `How the answers to ${probe.request} differ`),
          text("pre", probe.diff.join("\n")))),
      table("Ports", [
        { name: "Port" }, { name: "Declared" }, { name: "Listening" }, { name: "Probed" },
      ], report.ports.map((port) => [
        `${port.port}/${port.protocol}`, ...[port.declared, port.listening, port.probed].map((yes) => (yes ? "yes" : "no")),
      ])));
  }

  function drawPrevious() {
    const previous = report.previous;
    if (!previous) {
      return;
    }
    byId("run").append(
      text("p", previous.same
        ? "The last run on this source image kept the same."
        : "Held against the last run on this source image:"),
      element("ul", {}, ...previous.sentences.map((sentence) => text("li", sentence))));
    const rows = (changes, when) => changes.map((change) => [change.path, when, change.reason, change.why]);
    if (!previous.same) {
      byId("run").append(table(
        `${count(previous.addedFiles)} stay this time only, ${count(previous.goneFiles)} stayed last time only`, [
          { name: "Path", path: true }, { name: "Kept" }, { name: "Reason" }, { name: "Why it differs" },
        ], [...rows(previous.added, "this time"), ...rows(previous.gone, "last time")]));
    }
  }

  function drawRun() {
    const stages = ["open", "launch", "probe", "trace", "minify", "verify", "write"];
    byId("run").append(
      table(`${report.engine.name} ${report.engine.version}; ${seconds(report.timings.total)} in all, ${seconds(report.timings.app)} of it waiting for the app`, [
        { name: "Stage" }, { name: "Time", number: true }, { name: "Share", number: true },
      ], stages.map((stage) => [
        stage, seconds(report.timings[stage]), percent(report.timings[stage], report.timings.total),
      ])));
    const watched = report.tracer.notify ? (report.tracer.fanotify ? "seccomp and fanotify" : "seccomp") : "no system calls";
    byId("run").append(text("p", `Watched by ${watched}${report.tracer.files && report.tracer.files.length ? `; traces read: ${report.tracer.files.join(", ")}` : ""}`, "quiet"));
  }

  /** The sentences that report.md has as well. */
  function drawWarnings() {
    const said = report.warnings || [];
    const sentences = [...new Set([
      ...(report.verification.failure ? [report.verification.failure] : []),
      ...report.tracer.limits.filter((limit) => !said.includes(limit)).map((limit) => `Not watched: ${limit}`),
      ...said,
      ...report.verification.repaired.map((path) => `Put back by repair: ${path}`),
    ])];
    byId("warnings").append(...sentences.map((sentence) => text("li", sentence)));
    byId("warnings-section").hidden = sentences.length === 0;
  }

  function drawSecurity() {
    if (report.security === undefined) return;
    byId("security-section").hidden = false;
    byId("security-link").hidden = false;
    showSecurity(report.security, byId("security"));
  }

  function drawJava() {
    if (report.java.length === 0) return;
    byId("java-section").hidden = false;
    byId("java-link").hidden = false;
    if (report.startup) {
      const median = (it) => `${it.wallMillis} ms${it.cpuMillis === undefined ? "" : ` (CPU ${it.cpuMillis} ms)`}`;
      byId("java").append(text("p", `Until the first answer, medians of ${report.startup.runs}: source ${median(report.startup.source)}, minified ${median(report.startup.slim)}`));
    }
    for (const runtime of report.java) {
      const kept = Object.entries(runtime.kept);
      const dropped = Object.entries(runtime.dropped).sort((a, b) => b[1] - a[1]);
      byId("java").append(
        text("p", `${runtime.home}, Java ${runtime.version}: class library ${bytes(runtime.sourceSize)} to ${bytes(runtime.slimSize)}; archive for class-data sharing: ${runtime.cds}${runtime.cdsSize ? `, ${bytes(runtime.cdsSize)}` : ""}`),
        ...(runtime.cdsFailure ? [text("p", `Archive dropped: ${runtime.cdsFailure}`)] : []),
        ...(runtime.droppedClasses ? [text("p", `${count(runtime.droppedClasses)} classes dropped from modules that stay`)] : []),
        ...(runtime.untouched ? [text("p", `Left whole: ${runtime.untouched}`)] : []),
        table(`${count(runtime.unusedJars.length)} jars that nothing was seen to need`, [
          { name: "Jar" }, { name: "Size", number: true }, { name: "Brought in through" },
        ], runtime.unusedJars.map((jar) => [jar.name, bytes(jar.size), jar.trail.join(", ")])),
        table(`${count(dropped.length)} modules dropped`, [{ name: "Module" }, { name: "Size", number: true }],
          dropped.map(([name, size]) => [name, bytes(size)])),
        table(`${count(kept.length)} modules kept`, [{ name: "Module" }, { name: "Why" }], kept));
    }
  }

  function drawChecks() {
    if (report.checks.length === 0) return;
    byId("checks-section").hidden = false;
    byId("checks").append(table("Limits of the build", [{ name: "Result" }, { name: "Finding" }],
      report.checks.map((check) => {
        const soft = check.severity === "warn";
        const causes = (check.causes || []).map((cause) => text("li", cause.message));
        return [
          text("span", check.passed ? "passed" : soft ? "exceeded" : "failed", check.passed ? "good" : soft ? "warn" : "bad"),
          element("div", {}, check.message, text("code", ` (${check.rule})`, "quiet"),
            ...(causes.length === 0 ? [] : [element("ul", { className: "causes" }, ...causes)])),
        ];
      })));
  }

  // ---- At a glance

  function card(heading, more, columns, rows) {
    if (rows.length === 0) return null;
    const body = rows.map((row) => element("tr", {}, ...row.map((cell, i) =>
      element("td", { className: columns[i].number ? "number" : columns[i].path ? "path" : "" }, cell))));
    const made = element("table", {}, element("thead", {}, element("tr", {}, ...columns.map((column) =>
      element("th", { scope: "col", className: column.number ? "number" : "" }, column.name)))),
      element("tbody", {}, ...body));
    made.setAttribute("aria-label", heading);
    const [href, textContent] = more;
    return element("div", { className: "card" }, text("h3", heading), made,
      element("p", {}, element("a", { href, textContent })));
  }

  function drawGlance() {
    const largest = files.filter((leaf) => leaf.slim > 0).sort((a, b) => b.slim - a.slim).slice(0, 6);
    const cards = [
      card("Largest files that stay", ["#files-heading", "All files"], [
        { name: "File and why it stays", path: true }, { name: "Size", number: true },
      ], largest.map((leaf) => [
        element("div", {}, nameCell(leaf, leaf.file.path), text("span", why(leaf.file), "why")), bytes(leaf.slim),
      ])),
      removedCard(),
      card("Why files stay", ["#map-heading", "Map by reason"], [
        { name: "Reason" }, { name: "Files", number: true }, { name: "Size", number: true },
      ], Object.entries(report.kept.byReason).slice(0, 8).map(([reason, amount]) => [
        element("div", {}, text("strong", reason), text("span", REASONS[reason] || "", "why")),
        count(amount.files), bytes(amount.bytes),
      ])),
      card("What each probe did", ["#probes-heading", "All probes and ports"], [
        { name: "Request", path: true }, { name: "Result" },
      ], [...report.probes].sort((a, b) => Number(a.same) - Number(b.same)).slice(0, 6).map((probe) => [
        element("div", {}, probe.request, text("span", `${answer(probe, probe.source)}; slim: ${answer(probe, probe.slim)}`, "why")),
        text("span", !probe.slim ? "not asked" : probe.same ? "same" : "differs", !probe.slim ? "quiet" : probe.same ? "good" : "bad"),
      ])),
    ];
    byId("glance").append(...cards.filter((made) => made !== null));
  }

  /** By package, if packages are known; else by directory. */
  function removedCard() {
    const { owners: packages, removedFrom } = report.space || { owners: [], removedFrom: [] };
    if (packages.length > 0) {
      return card("Packages that lost most", ["#owners-heading", "All packages"], [
        { name: "Package", path: true }, { name: "Removed", number: true }, { name: "Of", number: true },
      ], packages.slice(0, 8).map((owner) => [
        element("div", {}, owner.name, text("span", `${count(owner.removedFiles)} of ${count(owner.files)} files removed`, "why")),
        bytes(owner.removedBytes), bytes(owner.bytes),
      ]));
    }
    return card("Directories that lost most", ["#map-heading", "Map"], [
      { name: "Directory", path: true }, { name: "Files", number: true }, { name: "Removed", number: true },
    ], removedFrom.slice(0, 10).map((place) => [place.path, count(place.files), bytes(place.bytes)]));
  }

  // ---- Start

  headline();
  drawWarnings();
  drawGlance();
  drawOwners();
  drawLayers();
  drawProbes();
  drawPrevious();
  drawRun();
  drawSecurity();
  drawJava();
  drawChecks();
  bindFiles();
  for (const [id, key] of [["value", "value"], ["group", "group"]]) {
    byId(id).addEventListener("input", (event) => {
      map[key] = event.target.value;
      redrawMap();
    });
  }
  byId("highlight").addEventListener("input", (event) => {
    map.query = event.target.value.toLowerCase();
    drawMap();
  });
  new ResizeObserver(() => drawMap()).observe(byId("map"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawMap);
  redrawMap();
  drawFiles();
})();
