/* The treemap and what is largest in the directory that it shows. */

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
  return `${node.name || "/"}, directory, ${bytes(node.source)} in ${count(node.files)} files, ${bytes(node.slim)} kept`;
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
  byId("where").textContent = describe(node);
  focus(byId("crumbs").querySelector("[aria-current]"));
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
