package io.github.slimmaven.inspect;

import static io.github.slimmaven.inspect.XrayImages.config;
import static io.github.slimmaven.inspect.XrayImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.inspect.Xray.Amount;
import io.github.slimmaven.inspect.Xray.Change;
import io.github.slimmaven.inspect.Xray.Secret;
import io.github.slimmaven.inspect.Xray.Sized;
import io.github.slimmaven.inspect.Xray.Special;
import io.github.slimmaven.inspect.Xray.Wasted;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XrayTest {
  @TempDir Path temp;
  private int layers;

  private Layer layer(String... entries) throws IOException {
    return XrayImages.layer(temp.resolve(layers++ + ".tar"), entries);
  }

  private static Xray xray(Layer... layers) throws IOException {
    return Xray.of(image(config("{}"), layers));
  }

  @Test
  void eachLayerSaysWhatItAddedChangedAndRemoved() throws Exception {
    Xray xray =
        xray(
            layer("a=" + "a".repeat(50), "d/", "d/x=1234567890", "d/y=12345", "l->a", "same=1"),
            layer("d/", "d/.wh.x=", "a=" + "b".repeat(30), "new=1234567", "l2->/long/target"));

    Xray.LayerXray base = xray.layers().get(0);
    Xray.LayerXray top = xray.layers().get(1);
    assertThat(base.added()).isEqualTo(new Amount(5, 66));
    assertThat(base.changed()).isEqualTo(new Amount(0, 0));
    assertThat(base.removed()).isEqualTo(new Amount(0, 0));
    assertThat(base.symlinkBytes()).isEqualTo(1);
    assertThat(base.wastedBytes()).isEqualTo(60);
    assertThat(top.added()).isEqualTo(new Amount(2, 7));
    assertThat(top.changed()).isEqualTo(new Amount(1, 30));
    assertThat(top.removed()).isEqualTo(new Amount(1, 10));
    assertThat(top.size()).isEqualTo(37);
    assertThat(top.symlinkBytes()).isEqualTo(12);
    assertThat(top.largest())
        .containsExactly(
            new Change("/a", 30, "changed"),
            new Change("/d/x", 10, "removed"),
            new Change("/new", 7, "added"),
            new Change("/l2", 0, "added"));
    assertThat(xray.wasted().first())
        .containsExactly(new Wasted("/a", 50, 0, 1, false), new Wasted("/d/x", 10, 0, 1, true));
    assertThat(xray.size()).isEqualTo(103);
    assertThat(xray.efficiency())
        .isEqualTo(
            new Xray.Efficiency(
                new BigDecimal("0.4174"), 60, 103, 37, new BigDecimal("1.0000"))); // 0.41747...
  }

  @Test
  void opaqueDirectoriesAndReplacedOnesAreRemovedWithAllThatIsInThem() throws Exception {
    Xray xray =
        xray(
            layer("o/", "o/a=12", "o/deep/", "o/deep/b=123", "r/", "r/c=1234", "w/", "w/d=12345"),
            layer("o/", "o/.wh..wh..opq=", "o/a=x", "r=file", ".wh.w="));

    Xray.LayerXray top = xray.layers().get(1);
    assertThat(top.removed()).isEqualTo(new Amount(3, 12));
    assertThat(top.changed()).isEqualTo(new Amount(1, 1));
    assertThat(top.added()).isEqualTo(new Amount(1, 4));
    assertThat(xray.efficiency().wastedBytes()).isEqualTo(14);
  }

  @Test
  void aContentThatIsSeenByAnotherHardLinkIsNotWasted() throws Exception {
    Xray xray =
        xray(layer("a=12345", "b=>a", "c=123", "e=>c"), layer(".wh.a=", ".wh.c=", ".wh.e="));

    assertThat(xray.wasted().first()).containsExactly(new Wasted("/c", 3, 0, 1, true));
    assertThat(xray.largestFiles()).containsExactly(new Sized("/b", 5));
  }

  @Test
  void theFirstFileOfALayerIsToldFromImpliedDirectories() throws Exception {
    Xray xray = xray(layer("0755:cap=x", "implied/b=12"), layer("cap=y"));

    assertThat(xray.wasted().first()).containsExactly(new Wasted("/cap", 1, 0, 1, false));
    assertThat(xray.permissions().first()).isEmpty();
  }

  @Test
  void largestDirectoriesHaveAllThatIsBelowThem() throws Exception {
    Xray xray = xray(layer("a/b/c=12345", "a/d=12", "e/f=123", "g=123456789"));

    assertThat(xray.largestDirectories())
        .containsExactly(new Sized("/a", 7), new Sized("/a/b", 5), new Sized("/e", 3));
    assertThat(xray.largestFiles())
        .startsWith(new Sized("/g", 9), new Sized("/a/b/c", 5), new Sized("/e/f", 3));
  }

  @Test
  void specialPermissionsAreFoundAndUsualOnesAreNot() throws Exception {
    Xray xray =
        xray(
            layer(
                "4755:su=x",
                "0755:hard=>su",
                "2755:mail/",
                "1777:tmp/",
                "0777:open/",
                "0666:file=x",
                "0777:link->file",
                "0755:usual=x",
                "0755:cap=x"));

    assertThat(xray.permissions().first())
        .containsExactly(
            special("/cap", "0755", "capabilities", Optional.of("cap_net_raw=ep")),
            special("/file", "0666", "world-writable", Optional.empty()),
            special("/hard", "4755", "setuid", Optional.empty()),
            special("/mail", "2755", "setgid", Optional.empty()),
            special("/open", "0777", "world-writable", Optional.empty()),
            special("/su", "4755", "setuid", Optional.empty()));
  }

  private static Special special(
      String path, String mode, String kind, Optional<String> capabilities) {
    return new Special(path, mode, 0, 0, List.of(kind), capabilities);
  }

  @Test
  void secretsAreFoundByNameAlsoInLayersBelow() throws Exception {
    Xray xray =
        xray(
            layer("root/.ssh/id_rsa=key", "root/.ssh/id_rsa.pub=key", "app/.env=A=b", "x/.env="),
            layer("root/.ssh/.wh.id_rsa="));

    assertThat(xray.secrets().first())
        .containsExactly(
            new Secret("/app/.env", 3, "environment of an application", 0, Optional.empty()),
            new Secret("/root/.ssh/id_rsa", 3, "SSH private key", 0, Optional.of(1)));
  }

  @Test
  void historyIsMatchedToLayersPastEmptySteps() throws Exception {
    Image image =
        image(
            config(
                "{'history':[{'created_by':'ADD'},{'created_by':'ENV A=b','empty_layer':true},"
                    + "{'created_by':'RUN x','comment':'c','created':'2026-01-01T00:00:00Z'}]}"),
            layer("a=123"),
            layer("b=12"));

    Xray xray = Xray.of(image);

    assertThat(xray.layers())
        .extracting(l -> l.createdBy().orElseThrow())
        .containsExactly("ADD", "RUN x");
    assertThat(xray.history())
        .containsExactly(
            new Xray.Step("ADD", "", "", Optional.of(0), 3),
            new Xray.Step("ENV A=b", "", "", Optional.empty(), 0),
            new Xray.Step("RUN x", "2026-01-01T00:00:00Z", "c", Optional.of(1), 2));
  }

  @Test
  void historyThatDoesNotFitOrIsNoneNamesNoLayer() throws Exception {
    Xray odd =
        Xray.of(image(config("{'history':[{'created_by':'x'},{'created_by':'y'}]}"), layer("a=1")));
    Xray none = xray(layer("a=1"));

    assertThat(odd.history()).allMatch(step -> step.layer().isEmpty()).hasSize(2);
    assertThat(odd.layers().get(0).createdBy()).isEmpty();
    assertThat(none.history()).isEmpty();
    assertThat(none.settings().workingDir()).isEqualTo("/");
    assertThat(none.efficiency().efficiency()).isEqualTo("1.0000");
  }

  @Test
  void anImageWithoutLayersIsEfficient() throws Exception {
    assertThat(xray().efficiency())
        .isEqualTo(
            new Xray.Efficiency(new BigDecimal("1.0000"), 0, 0, 0, new BigDecimal("0.0000")));
  }

  @Test
  void secretsInTheConfigAreMasked() throws Exception {
    Image image =
        image(
            config(
                "{'config':{'Env':['DB_PASSWORD=a b c','PASSWORD_FILE=/run/x','PATH=/bin',"
                    + "'URL=https://me:pw@host/'],'Labels':{'token':'t'},'ExposedPorts':{'odd':{}},"
                    + "'Healthcheck':{'Test':['CMD-SHELL','x'],'Interval':1500000000,'Retries':2}},"
                    + "'history':[{'created_by':'|1 API_KEY=abc /bin/sh -c make'}]}"),
            layer("a=1"));

    Xray xray = Xray.of(image);

    assertThat(xray.settings().env())
        .containsExactly(
            "DB_PASSWORD=***", "PASSWORD_FILE=/run/x", "PATH=/bin", "URL=https://***@host/");
    assertThat(xray.settings().labels()).containsEntry("token", "***");
    assertThat(xray.settings().ports()).containsExactly("odd");
    assertThat(xray.settings().healthcheck().orElseThrow().options())
        .containsExactly("--interval=1.5s", "--retries=2");
    assertThat(xray.history().get(0).createdBy()).isEqualTo("|1 API_KEY=*** /bin/sh -c make");
  }
}
