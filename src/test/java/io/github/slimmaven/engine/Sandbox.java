package io.github.slimmaven.engine;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What tests of the sandbox engine share. */
final class Sandbox {
  private Sandbox() {}

  /** The sensor of this machine; skips the test where there is none or namespaces are refused. */
  static Path sensor() throws InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the sandbox engine needs Linux");
    Path sensor = binary();
    assumeTrue(Files.isExecutable(sensor), () -> "there is no sensor '" + sensor + "'");
    assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    Optional<String> problem = new SandboxEngine(sensor, Path.of("unused")).check();
    assumeTrue(problem.isEmpty(), () -> "no sandbox here: " + problem.get());
    return sensor;
  }

  static Path binary() {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return Path.of(
            System.getProperty(
                "slim.test.native", "target/classes/io/github/slimmaven/trace/native"),
            "linux-" + arch,
            "sensor")
        .toAbsolutePath();
  }

  /** An image with this {@code config} object (single quotes for double ones). */
  static Image image(String execution, Layer... layers) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("os", "linux");
    json.set("config", new ObjectMapper().readTree(execution.replace('\'', '"')));
    return new Image(
        "test/sandbox", new Digest("0".repeat(64)), new ImageConfig(json), List.of(layers));
  }

  /** A launch in a new directory below this one. */
  static Launch launch(Path folder, Image image, boolean traced, Port... ports) throws IOException {
    return new Launch(
        image,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(ports),
        traced,
        Files.createDirectory(folder.resolve("launch-" + UUID.randomUUID())));
  }

  /** An image that runs a shell script on busybox. */
  static Image shell(String script, Layer... layers) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String command = mapper.createArrayNode().add("sh").add("-c").add(script).toString();
    Image image = image("{}", layers);
    ObjectNode json = image.config().json();
    json.withObject("/config").set("Cmd", mapper.readTree(command));
    return new Image(image.reference(), image.digest(), new ImageConfig(json), image.layers());
  }

  /** The config of an image with one more key in its {@code config}. */
  static ImageConfig with(Image image, String key, String value) throws IOException {
    ObjectNode json = image.config().json();
    json.withObject("/config").set(key, new ObjectMapper().readTree(value.replace('\'', '"')));
    return new ImageConfig(json);
  }

  /** Whether a process is the sensor, or an app that it runs. */
  static boolean isSensor(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/sensor");
  }

  /** Returns once the trace of a running app holds this text. */
  static void awaitTrace(Launch launch, String text) throws Exception {
    Path trace = SandboxEngine.trace(launch);
    try (WatchService watch = trace.getFileSystem().newWatchService()) {
      trace.getParent().register(watch, ENTRY_CREATE, ENTRY_MODIFY);
      while (!Files.exists(trace) || !Files.readString(trace).contains(text)) {
        WatchKey key = watch.poll(20, SECONDS);
        if (key == null) {
          throw new AssertionError("no '" + text + "' in the trace: " + Files.readString(trace));
        }
        key.pollEvents();
        key.reset();
      }
    }
  }
}
