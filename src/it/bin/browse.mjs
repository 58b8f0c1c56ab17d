// Uses a report.html or an xray.html in Chromium; see browse.sh.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(import.meta.url)(process.env.PLAYWRIGHT);
const [page_, screenshots] = process.argv.slice(2).map((path) => resolve(path));
const url = pathToFileURL(page_).href;

await mkdir(screenshots, { recursive: true });
const profile = await mkdtemp(join(tmpdir(), "slim-browse-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  viewport: { width: 1280, height: 900 },
});
try {
  const page = await browser.newPage();
  const troubles = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) troubles.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await (await page.locator("#dockerfile").count() ? look(page) : use(page));
  await picture(page, "wide-light", 1280, "light");
  await picture(page, "wide-dark", 1280, "dark");
  await picture(page, "narrow-light", 390, "light");
  assert.deepEqual(troubles, []);
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}

async function use(page) {
  // Headline
  assert.match(await page.locator("#sentence").innerText(), /./);
  assert.match(await page.locator("#verified").innerText(), /^Verified: launched/);
  assert.equal(await page.title(), `${await page.locator("#name").innerText()}: slim report`);

  // At a glance: what is largest and why it stays, what went, what the probes did.
  const cards = page.locator("#glance .card");
  assert.deepEqual((await cards.locator("h3").allInnerTexts()).map((heading) => heading.replace(/^(Packages|Directories)/, "Parts")),
    ["Largest files that stay", "Parts that lost most", "Why files stay", "What each probe did"]);
  for (const card of await cards.all()) assert.ok(await card.locator("tbody tr").count() > 0, await card.innerText());
  assert.match(await cards.first().locator(".why").first().innerText(), /^kept: /);
  const largest = await cards.first().getByRole("button").first().innerText();
  await cards.first().getByRole("button").first().click();
  assert.equal(await page.inputValue("#search"), largest);
  assert.equal(await page.locator("#rows tr").first().locator("td").first().innerText(), largest);
  await page.fill("#search", "");

  // The map: by mouse, by keyboard, and back.
  const crumbs = page.locator("#crumbs li");
  assert.equal(await crumbs.count(), 1);
  const tile = page.locator('#map button[aria-label*=", directory,"]').first();
  const name = (await tile.getAttribute("aria-label")).split(", directory")[0];
  await tile.click();
  assert.equal(await crumbs.count(), 2);
  assert.equal(await crumbs.last().innerText(), name);
  await page.locator('#map button[aria-label*=", directory,"]').first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await crumbs.count(), 3);
  await crumbs.first().getByRole("button").click();
  assert.equal(await crumbs.count(), 1);

  // Slim and removed add up to the source; each view has a legend.
  for (const value of ["slim", "removed", "source"]) {
    for (const group of ["owner", "layer", "reason"]) {
      await page.selectOption("#value", value);
      await page.selectOption("#group", group);
      assert.ok(await page.locator("#legend li").count() > 0, `${value} by ${group}`);
    }
  }
  await page.fill("#highlight", "lib");
  await page.fill("#highlight", "");

  // Files: filters, search and order.
  const rows = page.locator("#rows tr");
  await page.selectOption("#status", "removed");
  for (const row of await rows.all()) assert.equal(await row.locator("td").nth(3).innerText(), "removed");
  await page.selectOption("#status", "kept");
  for (const row of await rows.all()) assert.match(await row.locator("td").nth(3).innerText(), /^kept: /);
  await page.selectOption("#status", "");
  const path = await rows.first().locator("td").first().innerText();
  await page.fill("#search", path);
  assert.ok(await rows.count() >= 1);
  for (const row of await rows.all()) assert.ok((await row.locator("td").first().innerText()).includes(path));
  assert.match(await page.locator("#found").innerText(), /^\d[\d,]* files?, /);
  await page.fill("#search", "no such path");
  assert.equal(await rows.count(), 0);
  await page.fill("#search", "");
  await page.getByRole("button", { name: "Path", exact: true }).click();
  assert.equal(await page.locator('th[data-key="path"]').getAttribute("aria-sort"), "ascending");
  const paths = (await rows.evaluateAll((all) => all.map((row) => row.cells[0].textContent)));
  assert.deepEqual(paths, [...paths].sort());
  await page.locator('th[data-key="source"] button').click();
  assert.equal(await page.locator('th[data-key="source"]').getAttribute("aria-sort"), "descending");

  // The count of the files found is told, and so is the directory, to which the focus goes.
  assert.match(await page.locator("#found").and(page.getByRole("status")).innerText(), /^\d[\d,]* files?, /);
  await page.locator('#map button[aria-label*=", directory,"]').first().press("Enter");
  assert.match(await page.locator("#where").innerText(), /, directory, .* in .* files, .* kept$/);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-current")), "true");
  await crumbs.first().getByRole("button").click();

  // From one control of the filter the tabulator leads to the next.
  const order = ["search", "status", "reason", "owner", "layer", "least"];
  await page.focus("#search");
  for (const id of order) {
    assert.equal(await page.evaluate(() => document.activeElement.id), id);
    await page.keyboard.press("Tab");
  }

  await stacked(page);

  // Every control has a name.
  const nameless = await page.locator("button, input, select").evaluateAll((all) => all.filter((control) =>
    !(control.labels?.length || control.getAttribute("aria-label") || control.textContent.trim())).length);
  assert.equal(nameless, 0);
  await page.fill("#least", "1000"); // a page that fits a picture
}

/** An xray.html: all sections are filled, and reached by their links. */
async function look(page) {
  const name = await page.locator("#name").innerText();
  assert.match(name, /./);
  assert.equal(await page.title(), `X-ray of ${name}`);
  assert.match(await page.locator("#sentence").innerText(), /^linux\/\w+, sha256:[0-9a-f]{64}$/);
  assert.ok(await page.locator("#figures dd").count() >= 7);
  for (const link of await page.locator("nav a").all()) {
    await link.focus();
    await page.keyboard.press("Enter");
    const heading = page.locator((await link.getAttribute("href")));
    assert.ok(await heading.evaluate((at) => at.getBoundingClientRect().top < innerHeight), await link.innerText());
    const section = page.locator("section", { has: heading });
    assert.ok(await section.locator("tbody tr, .quiet, pre").count() > 0, await link.innerText());
  }
  const layer = page.locator("#layers details").first();
  await layer.locator("summary").focus();
  await page.keyboard.press("Enter");
  assert.match(await layer.locator("div").first().innerText(), /B (added|changed|removed) \//);
  assert.match(await page.locator("#dockerfile").innerText(), /^FROM /m);
  await stacked(page);
}

/** Tables are tables to a screen reader at each width; on a phone none is wider than the screen. */
async function stacked(page) {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const table of await page.getByRole("table").all()) {
      if (!await table.getByRole("cell").count()) continue;
      const row = table.getByRole("row").last();
      assert.equal(await table.getByRole("columnheader").count(),
        await row.evaluate((at) => at.cells.length), `${width}: ${await row.innerText()}`);
    }
    const tree = await (await page.context().newCDPSession(page)).send("Accessibility.getFullAXTree");
    const roles = tree.nodes.filter((node) => !node.ignored).map((node) => node.role.value);
    for (const role of ["main", "banner", "navigation", "table", "row", "cell", "columnheader"]) {
      assert.ok(roles.includes(role), `${width}: the accessibility tree has no ${role}`);
    }
    const nameless = tree.nodes.filter((node) => !node.ignored && ["table", "button", "searchbox", "combobox", "region"]
      .includes(node.role.value) && !node.name?.value).map((node) => node.role.value);
    assert.deepEqual(nameless, [], `${width}: without a name`);
  }
  const wide = await page.locator(".scroll").evaluateAll((all) => all.filter((at) => at.scrollWidth > at.clientWidth + 1).length);
  assert.equal(wide, 0, "tables to be scrolled sideways on a phone");
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function picture(page, name, width, colorScheme) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${name}: ${overflow} pixels too wide`);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}
