package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inventory.Inventory;
import io.github.slimmaven.inventory.Owners;
import io.github.slimmaven.inventory.Sbom;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.report.FilesCsv;
import io.github.slimmaven.report.HtmlReport;
import io.github.slimmaven.report.ImageParts;
import io.github.slimmaven.report.Provenance;
import io.github.slimmaven.report.Renderings;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.SizeJson;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.TraceJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The files that a run leaves in its output directory.
 *
 * @param sourceId digest of the source's config
 * @param inventory of the source
 */
record RunFiles(SlimRequest request, Workspace workspace, Digest sourceId, Inventory inventory) {

  /** Finds what is installed. */
  static RunFiles of(SlimRequest request, Image source, MergedTree tree, Workspace workspace)
      throws IOException {
    return new RunFiles(
        request, workspace, Labels.sourceId(source), Inventory.of(tree, coordinates(request)));
  }

  Owners owners() {
    return inventory.owners();
  }

  /**
   * All or nothing: the files are moved into place when they are whole, the report last.
   *
   * @param limits name to content of the files that say what the image works under
   * @param security empty unless there was vulnerability data to read
   */
  void write(
      Report report,
      MergedTree tree,
      Slimmed slimmed,
      AccessTrace trace,
      SortedMap<String, String> limits,
      Optional<SecurityScan.Result> security,
      boolean published)
      throws IOException {
    Path whole = workspace.folder("outputs");
    for (Map.Entry<String, String> file : limits.entrySet()) {
      Files.writeString(whole.resolve(file.getKey()), file.getValue());
    }
    if (security.isPresent()) {
      SecurityFiles.write(security.get().scan(), request, published, report, whole);
    }
    Map<String, String> names = owners().labels();
    FilesCsv.write(tree, slimmed.tree(), slimmed.kept(), names, whole.resolve(Outputs.FILES));
    HtmlReport.write(
        report, tree, slimmed.tree(), slimmed.kept(), names, whole.resolve(Outputs.PAGE));
    TraceJson.write(trace, whole.resolve(Outputs.TRACE));
    if (published) {
      packages(report, slimmed, whole);
      SizeJson.write(
          report,
          ImageParts.of(report.slim().get(), slimmed.tree(), owners(), trails()),
          whole.resolve(Outputs.SIZE));
      Provenance.of(
              report,
              request.name(),
              sourceId,
              Digest.ofContent(Files.readAllBytes(whole.resolve(Outputs.TRACE))))
          .write(whole.resolve(Outputs.PROVENANCE));
      Files.writeString(whole.resolve(Outputs.DIGEST), report.slim().get().digest() + "\n");
      Digest id = Digest.ofContent(slimmed.image().config().bytes());
      Files.writeString(whole.resolve(Outputs.ID), id + "\n");
    }
    Renderings.write(report, whole);
    ReportJson.write(report, whole.resolve(Outputs.REPORT));
    Outputs.move(whole, request.output());
  }

  /** The packages of both images. */
  private void packages(Report report, Slimmed slimmed, Path whole) throws IOException {
    String tool = Settings.version().orElse("");
    Sbom source =
        Sbom.ofSource(
            report.source().reference(),
            Digest.of(report.source().digest()),
            inventory,
            slimmed.tree(),
            tool,
            request.created());
    Sbom slim =
        Sbom.ofSlim(
            request.name(),
            Digest.of(report.slim().get().digest()),
            inventory,
            slimmed.tree(),
            tool,
            request.created());
    for (Sbom.Format format : request.sbom()) {
      source.write(format, whole.resolve(format.fileName(Outputs.SOURCE)));
      slim.write(format, whole.resolve(format.fileName(Outputs.SLIM)));
    }
  }

  /** Of the project's dependencies, by the name of their file. */
  private static Map<String, String> coordinates(SlimRequest request) {
    return request.jvm().dependencies().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().coordinates()));
  }

  /** What leads to each of them, by coordinates. */
  private Map<String, List<String>> trails() {
    return request.jvm().dependencies().values().stream()
        .collect(
            Collectors.toMap(
                JvmRequest.Dependency::coordinates,
                JvmRequest.Dependency::trail,
                (first, second) -> first));
  }
}
