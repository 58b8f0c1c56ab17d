package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.engine.TcpProxy;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.registry.RegistryImages;
import io.github.slimmaven.registry.RunningRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is killed, or told to stop, in the middle of a blob that it pushes. */
@Tag("faults")
class KilledPushTest {
  private static final int NOISE = 4 << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void tagStaysAndTheNextRunPushes(String signal) throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(folder, false)) {
      TinyProject project = TinyProject.in(folder);
      String image = registry.host() + "/app:1";
      project.to(image);
      project.succeed("sandbox");
      Digest before = digest(image);

      project.write(TinyImage.HTTPD, NOISE);
      int port = Integer.parseInt(registry.host().replaceFirst(".*:", ""));
      InetSocketAddress target = new InetSocketAddress("localhost", port);
      try (TcpProxy stalling = TcpProxy.stalling(target, NOISE / 2)) {
        project.to("localhost:" + stalling.port() + "/app:1");
        TinyProcess killed = project.start("sandbox", "-");
        stalling.awaitStall();
        killed.signalGroup(signal, folder);
        String said = killed.end(20);

        assertThat(killed.code()).as(said).isEqualTo(signal.equals("KILL") ? 137 : 143);
        Leftovers leftovers = project.leftovers();
        leftovers.assertNoProcess(killed);
        leftovers.assertNoMount();
        leftovers.assertImageWholeOrAbsent();
      }
      assertThat(digest(image)).isEqualTo(before);

      project.to(image);
      project.succeed("sandbox");
      assertThat(digest(image)).isNotEqualTo(before);
    }
  }

  private Digest digest(String image) throws Exception {
    Path cache = folder.resolve("digests");
    return new RegistryImages(RegistryAccess.ofThisUser(), new LayerStore(cache), cache)
        .digest((ImageReference.Registry) ImageReference.of(image));
  }
}
