package io.github.slimmaven.engine;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs in a JVM of its own: as another user, or to be killed. Prints what a test looks at. */
final class SandboxProgram {
  private static final Port PORT = Port.of("80");

  private SandboxProgram() {}

  /** Arguments: what to do, the sensor, a folder that this user owns. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[2]);
    Path cache = folder.resolve("cache");
    try (SandboxEngine engine = SandboxEngine.open(Path.of(args[1]), cache)) {
      if (args[0].equals("hang")) {
        hang(engine, folder);
      } else {
        runAsApp(engine, folder);
        serve(engine, folder);
      }
    }
    try (var left = Files.list(folder)) {
      left.filter(path -> Files.exists(path.resolve("sandbox")))
          .forEach(path -> print("left: " + path));
    }
  }

  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void runAsApp(SandboxEngine engine, Path folder) throws Exception {
    TarLayer base = TarLayer.busyBox();
    base.device("null", 1, 3);
    base.text("dir/old", "");
    base.text("gone", "");
    base.directory("data/", 0700);
    base.text("data/one", "1");
    base.end();
    TarLayer top = new TarLayer(false);
    top.text(".wh.gone", "");
    top.text("dir/.wh..wh..opq", "");
    top.text("dir/new", "");
    top.end();
    Image image =
        Sandbox.shell(
            "id -u; id -g; ls /gone /null /dir; chown 7:7 /tmp && echo chowned; echo $HOME; cat /data/one; mkdir -p /a/b; chmod 0 /a/b /a; exit 9",
            base,
            top);
    image = configured(image, "User", "'app'");
    image = configured(image, "Volumes", "{'/data':{}}");
    try (Container container = engine.launch(Sandbox.launch(folder, image, false))) {
      print("exit: " + container.exit().get(20, TimeUnit.SECONDS));
      print(Files.readString(container.log()));
    }
  }

  private static Image configured(Image image, String key, String value) throws Exception {
    return new Image(
        image.reference(), image.digest(), Sandbox.with(image, key, value), image.layers());
  }

  private static void serve(SandboxEngine engine, Path folder) throws Exception {
    TarLayer base = TarLayer.busyBox().end();
    Image image = Sandbox.shell("echo hello >/tmp/x; httpd -f -p 80 -h /tmp", base);
    try (Container container = engine.launch(Sandbox.launch(folder, image, true, PORT))) {
      container.listening(PORT).get(20, TimeUnit.SECONDS);
      var address = container.address(PORT);
      try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
        socket.getOutputStream().write("GET /x HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        print("answer: " + answer.substring(answer.indexOf("\r\n\r\n") + 4).strip());
      }
      print("stop: " + container.stop(Duration.ofMillis(100)));
      print("traced: " + Files.readString(container.trace()).contains("run\t/bin/busybox\n"));
    }
  }

  private static void hang(SandboxEngine engine, Path folder) throws Exception {
    TarLayer base = TarLayer.busyBox().end();
    Image image = Sandbox.shell("mkdir /a; chmod 0 /a; sleep 1000 & sleep 1000", base);
    Container container = engine.launch(Sandbox.launch(folder, image, true));
    print("running");
    container.exit().get();
  }
}
