package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  @TempDir private Path directory;

  @Test
  void thePageHoldsReportAndFilesAndNeedsNothingElse() throws IOException {
    String page = page(Map.of(), Trees.of(file("/opt/big", 1296, 2)));

    assertThat(json(page, "report").path("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json(page, "entries").path("tree").asText()).isEqualTo("+opt/100||2||||big");
    assertThat(page).doesNotContain("${css}", "${js}", "${report}", "${entries}");
    assertThat(page).doesNotContainPattern("(?:src|href)=\"(?!#|data:)");
  }

  @Test
  void noNameEndsTheData() throws IOException {
    String page = page(Map.of(), Trees.of(file("/<script>alert(1)<", 1, 0)));

    assertThat(page).doesNotContain("<script>alert");
    assertThat(json(page, "entries").path("tree").asText()).endsWith("|<script>alert(1)<");
  }

  @Test
  void namesThatLookLikePartsOfThePageStay() throws IOException {
    String page = page(Map.of(), Trees.of(file("/${js}", 1, 0), file("/$1", 1, 0)));

    assertThat(json(page, "entries").path("tree").asText()).contains("|${js}").contains("|$1");
  }

  @Test
  void fiftyThousandFilesStayUnderTwoMegabytes() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Map<String, Reason> reasons = new TreeMap<>();
    for (int i = 0; i < 50_000; i++) {
      String path = "/usr/lib/package-%d/part-%d/module_number_%d.py".formatted(i / 500, i / 50, i);
      entries.add(file(path, 1000 + i, i % 7));
      if (i % 5 == 0) {
        reasons.put(path, new Reason(Reason.Kind.PACK, "python: package " + i / 50));
      }
    }

    page(reasons, Trees.of(entries.toArray(Entry[]::new)));

    assertThat(Files.size(directory.resolve("report.html"))).isLessThan(2_000_000);
  }

  @Test
  void theGatesResultsGetIntoThePage() throws IOException {
    page(Map.of(), Trees.of(file("/a", 1, 0)));
    Path file = directory.resolve("report.html");

    HtmlReport.update(
        Reports.minified()
            .withChecks(
                List.of(
                    new CheckResult(
                        "maxSize", 2, 1, Optional.empty(), false, "2 B is </script> too much"))),
        file);

    String page = Files.readString(file);
    assertThat(json(page, "report").path("checks").path(0).path("message").asText())
        .isEqualTo("2 B is </script> too much");
    assertThat(json(page, "entries").path("tree").asText()).isEqualTo("1||0||||a");
  }

  @Test
  void aPageThatIsNoneOfOursIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("report.html"), "<html></html>");

    assertThatThrownBy(() -> HtmlReport.update(Reports.minified(), file))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "The file '" + file + "' is no report of slim-maven-plugin: run slim:minify first");
  }

  private String page(Map<String, Reason> reasons, Trees tree) throws IOException {
    Path file = directory.resolve("report.html");
    HtmlReport.write(
        Reports.minified(), tree, tree, new KeepSet(new TreeMap<>(reasons)), Map.of(), file);
    return Files.readString(file);
  }

  private static JsonNode json(String page, String id) throws IOException {
    String begin = "<script type=\"application/json\" id=\"" + id + "\">";
    int from = page.indexOf(begin) + begin.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }

  private static Entry file(String path, long size, int layer) {
    return new Entry(path, Entry.Type.FILE, 0644, 0, 0, size, 0, "", layer, 0, 0);
  }
}
