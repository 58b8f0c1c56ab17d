package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.slimmaven.probe.Crawl;
import io.github.slimmaven.probe.OpenApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryParametersTest {
  private static final String DOCUMENT = "openapi: 3.0.0\npaths: {}\n";

  @TempDir Path temp;

  @Test
  void crawlIsOffUnlessSomethingIsSaid() {
    CrawlParameter crawl = new CrawlParameter();
    assertThat(crawl.crawl()).isEmpty();

    crawl.set("true");
    assertThat(crawl.crawl()).contains(Crawl.DEFAULT);

    crawl.set("false");
    assertThat(crawl.crawl()).isEmpty();

    crawl.depth = 2;
    assertThat(crawl.crawl()).contains(new Crawl(2, 200, List.of()));
  }

  @Test
  void crawlThatIsNoYesOrNoIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CrawlParameter().set("deep"))
        .withMessage("'deep' is no <crawl>: expected 'true', 'false', or <depth> and <pages>");
  }

  @Test
  void documentIsAFileAPathOrAUrlOfTheApp() throws Exception {
    Path file = Files.writeString(temp.resolve("api.yaml"), DOCUMENT);

    assertThat(api("api.yaml").name()).isEqualTo("api.yaml");
    assertThat(api(file.toString()).document()).isInstanceOf(OpenApi.Document.InFile.class);
    assertThat(api("/v3/api-docs").document())
        .isEqualTo(new OpenApi.Document.InApp("/v3/api-docs"));
    OpenApi url = api("http://localhost:8081/docs?group=a");
    assertThat(url.document()).isEqualTo(new OpenApi.Document.InApp("/docs?group=a"));
    assertThat(url.port()).isEqualTo(8081);
    assertThat(api("/v3/api-docs").methods()).isEqualTo(OpenApi.SAFE);
  }

  @Test
  void methodsMayBeWrittenInLowerCase() {
    OpenApiParameter parameter = parameter("/d");
    parameter.methods = List.of("get", " Post");

    assertThat(parameter.openApi(80, temp).orElseThrow().methods())
        .isEqualTo(Set.of("GET", "POST"));
  }

  @Test
  void badValuesAreNamed() throws Exception {
    Files.writeString(temp.resolve("readme.md"), "Hello");
    OpenApiParameter noDocument = new OpenApiParameter();
    noDocument.port = 8080;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> api("https://example.com/api.json"))
        .withMessageStartingWith(
            "'https://example.com/api.json' is no <document> of <openApi>: nothing is downloaded.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api("none.yaml"))
        .withMessageContaining("none.yaml' of <openApi> cannot be read (NoSuchFileException)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api("readme.md"))
        .withMessageContaining("readme.md' is no OpenAPI document");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> api("http://localhost:99999/d"))
        .withMessageContaining("'99999'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameter("/d").openApi(0, temp))
        .withMessage("the <openApi> of '/d' has no port and none is declared: give it a <port>");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> noDocument.openApi(80, temp))
        .withMessageStartingWith("<openApi> has no <document>");
  }

  private OpenApi api(String document) {
    return parameter(document).openApi(8080, temp).orElseThrow();
  }

  private static OpenApiParameter parameter(String document) {
    OpenApiParameter parameter = new OpenApiParameter();
    parameter.set(document);
    return parameter;
  }
}
