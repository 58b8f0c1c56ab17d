/*
 * The page of one run. Everything that comes from an image is set as text, never as markup.
 *
 * "report" is report.json. "entries" is {reasons, details, owners, tree}, where "tree" is the source image's
 * files, depth first, divided by "/": "+NAME" enters a directory, "-" leaves it, and a file is
 * "SIZE|SLIM|LAYER|REASON|DETAIL|OWNER|NAME". The first six are numbers of base 36, the last three of
 * them indexes into the lists; SLIM is empty where the size stays as it is, REASON for what was
 * removed, DETAIL and OWNER where there is none.
 */

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
