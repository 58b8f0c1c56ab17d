/* Begins: the last part of the page's script. */

headline();
drawWarnings();
drawGlance();
drawOwners();
drawLayers();
drawProbes();
drawPrevious();
drawRun();
drawHardening();
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
