"use strict";

/*
 * The known vulnerabilities of an image, in report.html and scan.html: "security" of report.json or
 * scan.json. Everything that comes from an image or a record is set as text, never as markup, and
 * what can't be seen is escaped.
 */
const showSecurity = (security, into) => {
  const ROWS = 100;

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function visible(text) {
    return String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
      (c) => `\\u${c.codePointAt(0).toString(16).padStart(4, "0")}`);
  }

  const paragraph = (text) => into.append(element("p", { textContent: visible(text) }));

  /** A table: columns of [name, class], rows of arrays of texts; a long one is cut. */
  function table(caption, columns, rows) {
    if (rows.length === 0) {
      return;
    }
    const row = (cells) => element("tr", {}, ...cells.map((cell, i) =>
      element("td", { className: columns[i][1], textContent: visible(cell) })));
    const body = element("tbody", {}, ...rows.slice(0, ROWS).map(row));
    const made = element("div", { className: "scroll", tabIndex: 0 }, element("table", {},
      element("caption", { textContent: caption }),
      element("thead", {}, element("tr", {}, ...columns.map(([name, className]) =>
        element("th", { scope: "col", className, textContent: name })))), body));
    into.append(made);
    if (rows.length > ROWS) {
      const more = element("button", { type: "button", textContent: `Show all ${rows.length}` });
      more.addEventListener("click", () => {
        body.append(...rows.slice(ROWS).map(row));
        more.remove();
      });
      into.append(element("p", {}, more));
    }
  }

  const left = (one) => (one.state === "partial" ? `partial: ${one.keptFiles} of ${one.files} files` : one.state);
  const rest = (number, what) => {
    if (number > 0) {
      paragraph(`${number} more ${what} are left out.`);
    }
  };

  if (!security.assessed) {
    into.append(element("p", {}, element("strong", { textContent: "Not assessed: " }), visible(security.reason)));
  } else {
    table("Known vulnerabilities",
      [["Severity", ""], ["Source", "number"], ["Gone", "number"], ["Remain", "number"],
        ["Reduced, of them", "number"], ...(security.naive === undefined ? [] : [["Naive scan", "number"]])],
      Object.entries(security.counts).map(([severity, count]) => [severity, count.source, count.gone,
        count.remaining, count.reduced,
        ...(security.naive === undefined ? [] : [security.naive.vulnerabilities[severity]])]));
    paragraph(`${security.counts.all.notAssessable} of ${security.packages} packages were not or not fully assessed.`);
    if (security.naive !== undefined) {
      paragraph(`A naive scan sees the minified image alone: ${security.naive.packages} packages, without ` +
        `${security.naive.unseen} vulnerabilities that remain.`);
    }
    security.limits.forEach(paragraph);
    table("Vulnerabilities, those that remain first",
      [["Severity", ""], ["Id", "path"], ["State", ""], ["Package", "path"], ["Fixed in", "path"], ["What", ""]],
      security.findings.flatMap((found) => found.packages.map((match) => [found.severity, found.id, left(match),
        match.purl, match.fixed === undefined ? "" : match.fixed, found.summary])));
    rest(security.moreFindings, "vulnerabilities");
    table("Packages with vulnerabilities",
      [["Vulnerabilities", "number"], ["Package", "path"], ["State", ""]],
      security.byPackage.map((one) => [one.vulnerabilities, one.purl, left(one)]));
    table("Not affected, by a document",
      [["Severity", ""], ["Id", "path"], ["Package", "path"], ["Status", ""], ["By", "path"], ["Why", ""]],
      security.notAffected.map((not) => [not.severity, not.id, not.purl, not.status, not.document, not.note]));
    rest(security.moreNotAffected, "of them");
  }
  table("Packages that were not or not fully assessed", [["Package", "path"], ["Why: it", ""]],
    security.notAssessed.map((missed) => [missed.purl, missed.reason]));
  table("Data", [["Kind", ""], ["Records", "number"], ["Newest", ""]],
    security.sources.map((source) => [source.label, source.records,
      Object.entries(source.newest).map(([ecosystem, date]) => `${ecosystem} ${date}`).join(", ")]));
};
