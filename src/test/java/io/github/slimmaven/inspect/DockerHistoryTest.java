package io.github.slimmaven.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real engine says of the same image. */
class DockerHistoryTest {
  @TempDir Path temp;

  @BeforeEach
  void engine() {
    String driver;
    try {
      driver = Images.run(temp, "docker", "info", "-f", "{{.Driver}}").trim();
    } catch (IOException | InterruptedException | AssertionError e) {
      driver = "no engine";
    }
    assumeTrue(driver.equals("overlay2"), "the engine's driver is " + driver);
  }

  @Test
  void aSmallImageHasTheSizesThatTheEngineShows() throws Exception {
    ObjectNode config =
        XrayImages.config(
            "{'history':[{'created_by':'ADD base'},{'created_by':'ENV A=b','empty_layer':true},"
                + "{'created_by':'RUN change'},{'created_by':'RUN link'}]}");
    Image image =
        XrayImages.image(
            config,
            layer("0.tar", "a=" + "a".repeat(5000), "d/", "d/x=123", "h=>a", "l->d/x", "m=>l"),
            layer("1.tar", "d/", "d/.wh.x=", "a=new", "e="),
            layer("2.tar", "long->" + "ü".repeat(60), "o/", "o/.wh..wh..opq=", "o/f=12345"));
    String name = "slim-xray-test:" + ProcessHandle.current().pid();
    DockerArchive.write(image, name, temp.resolve("in.tar"));
    try {
      Images.run(temp, "docker", "load", "-i", "in.tar");
      agrees(name);
    } finally {
      Images.run(temp, "docker", "rmi", "-f", name);
    }
  }

  @Test
  void aDebianImageHasTheSizesThatTheEngineShows() throws Exception {
    List<String> cached =
        Images.run(temp, "docker", "image", "ls", "-q", "slim-it/debian:minbase").lines().toList();
    assumeTrue(!cached.isEmpty(), "the engine has no image 'slim-it/debian:minbase'");
    agrees(cached.get(0));
  }

  private Layer layer(String name, String... entries) throws IOException {
    return XrayImages.layer(temp.resolve(name), entries);
  }

  private void agrees(String name) throws Exception {
    Path saved = temp.resolve("saved.tar");
    Images.run(temp, "docker", "save", "-o", saved.toString(), name);
    LayerStore store = new LayerStore(temp.resolve("cache"));
    Xray xray = Xray.of(DockerArchive.read(saved, "docker://" + name, store));

    List<String> steps =
        new ArrayList<>(
            Images.run(
                    temp,
                    "docker",
                    "history",
                    "--no-trunc",
                    "--human=false",
                    "--format",
                    "{{.Size}} {{.CreatedBy}}",
                    name)
                .lines()
                .toList());
    Collections.reverse(steps);
    assertThat(xray.history().stream().map(step -> shown(xray, step) + " " + step.createdBy()))
        .containsExactlyElementsOf(steps);
    long size =
        new ObjectMapper()
            .readTree(Images.run(temp, "docker", "image", "inspect", name))
            .path(0)
            .path("Size")
            .asLong();
    assertThat(xray.layers().stream().mapToLong(DockerHistoryTest::shown).sum()).isEqualTo(size);
    assertThat(xray.size()).isPositive();
  }

  private static long shown(Xray xray, Xray.Step step) {
    return step.layer().map(layer -> shown(xray.layers().get(layer))).orElse(0L);
  }

  private static long shown(Xray.LayerXray layer) {
    return layer.size() + layer.symlinkBytes();
  }
}
