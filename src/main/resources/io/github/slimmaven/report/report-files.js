/* The table of all files, with its filters. */

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

const COLUMNS = [
  { name: "Path", path: true }, { name: "Source", number: true }, { name: "Slim", number: true },
  { name: "Why" }, { name: "Package" }, { name: "Layer", number: true },
];

function fileRow(leaf) {
  const made = row(COLUMNS, [
    leaf.file.path,
    bytes(leaf.source),
    leaf.kept ? bytes(leaf.slim) : "",
    why(leaf.file),
    leaf.file.owner < 0 ? "" : owners[leaf.file.owner],
    String(leaf.file.layer),
  ]);
  if (!leaf.kept) made.cells[3].className = "quiet";
  return made;
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
