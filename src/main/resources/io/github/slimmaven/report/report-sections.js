/* Headline, the answers at a glance, and a section for each part of report.json. */

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
        element("pre", { tabIndex: 0, textContent: probe.diff.join("\n") }))),
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

function drawHardening() {
  const hardening = report.hardening;
  if (!hardening) return;
  byId("hardening-section").hidden = false;
  const list = (names) => (names.length === 0 ? "none" : names.join(", "));
  byId("hardening").append(
    text("p", hardening.tried
      ? `Launched ${hardening.launches} times more, with ${count(hardening.systemCalls)} system calls allowed; capabilities: ${list(hardening.capabilities)}`
      : `Not tried: ${hardening.untried}`),
    ...(hardening.unwritable.length === 0 ? [] : [text("p", `Written beside files of the image: ${list(hardening.unwritable)}`)]),
    table("Writable under a read-only root", [{ name: "Directory", path: true }, { name: "Options" }],
      hardening.writable.map((place) => [place.path, place.options])),
    table("Limits", [{ name: "Limit" }, { name: "Probes" }, { name: "Why not" }],
      hardening.parts.map((part) => [
        part.name, text("span", part.passed ? "pass" : "fail", part.passed ? "good" : "bad"), part.reason || "",
      ])),
    table("Files", [{ name: "File" }, { name: "Tried" }, { name: "Repaired" }, { name: "Withheld" }],
      hardening.artifacts.map((file) => [
        file.name, file.tried ? "yes" : "no", file.repaired.join(", "), file.withheld || "",
      ])));
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
