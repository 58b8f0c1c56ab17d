package io.github.slimmaven.engine;

import java.nio.file.Path;
import java.util.List;

/** A JVM with a running container, for tests that kill it. */
final class KilledRun {
  private KilledRun() {}

  /**
   * Launches, prints one line, and waits for its input to end.
   *
   * @param args a folder for its files
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    DockerEngine engine =
        DockerEngine.connect(
            Docker.in(Docker.noSensor(folder.resolve("native"))),
            BusyBox::archive,
            folder.resolve("runs"));
    Launch launch =
        Docker.untraced(
                folder,
                BusyBox.image("{'Cmd':['sleep','1000'],'Labels':{'killed':'1'}}"),
                List.of())
            .in(List.of(new Membership(engine.network(List.of()), List.of("app"))), List.of());
    DockerContainer container = (DockerContainer) engine.launch(launch);
    System.out.println(engine.run() + " " + container.id() + " " + engine.reaper().handle().pid());
    while (System.in.read() >= 0) {
      // until the parent lets go
    }
    System.exit(9);
  }
}
