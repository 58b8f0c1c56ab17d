package io.github.slimmaven.engine;

import io.github.slimmaven.image.ImageConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A launch as the app will see it, by Docker's rules (moby {@code daemon/commit.go} merge, {@code
 * container/env.go}), and its form for the sensor ({@code src/main/native/launch.h}).
 *
 * @param argv entrypoint, then the launch's args or else the image's cmd; never empty
 * @param env {@code NAME=value}, the whole environment but {@code HOME}, which the sensor looks up
 * @param cwd absolute working directory
 * @param user {@code user[:group]}, names or numbers; "" = root
 */
record LaunchDescription(List<String> argv, List<String> env, String cwd, String user) {
  /** What Docker sets where the image sets none. */
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /**
   * Docker's 14 default capabilities as a mask ({@code capabilities(7)} numbers): CHOWN 0,
   * DAC_OVERRIDE 1, FOWNER 3, FSETID 4, KILL 5, SETGID 6, SETUID 7, SETPCAP 8, NET_BIND_SERVICE 10,
   * NET_RAW 13, SYS_CHROOT 18, MKNOD 27, AUDIT_WRITE 29, SETFCAP 31.
   */
  static final long DEFAULT_CAPABILITIES = 0xa80425fbL;

  /** One more {@code key=value} of the description; keys may repeat. */
  record Setting(String key, String value) {}

  LaunchDescription {
    argv = List.copyOf(argv);
    env = List.copyOf(env);
  }

  /**
   * Works out what the app will see.
   *
   * @param hostname becomes {@code HOSTNAME}, as in Docker
   * @throws EngineException if the image names no program, or its working directory is relative
   */
  static LaunchDescription of(Launch launch, String hostname) throws EngineException {
    ImageConfig config = launch.image().config();
    List<String> argv = launch.argv();
    String reference = launch.image().reference();
    if (argv.isEmpty()) {
      throw new EngineException(
          "The image '%s' names no program to run: it has neither an entrypoint nor a cmd. Set 'args', or give the image an entrypoint."
              .formatted(reference));
    }
    String cwd = config.workingDir();
    if (!cwd.startsWith("/")) {
      throw new EngineException(
          "The image '%s' has the working directory '%s', which is not absolute. Correct its WORKDIR."
              .formatted(reference, cwd));
    }
    return new LaunchDescription(
        argv, environment(launch, hostname), cwd, launch.user().orElse(config.user()));
  }

  /** The same for another program. */
  LaunchDescription with(List<String> command) {
    return new LaunchDescription(command, env, cwd, user);
  }

  private static List<String> environment(Launch launch, String hostname) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", "PATH=" + DEFAULT_PATH);
    env.put("HOSTNAME", "HOSTNAME=" + hostname);
    Map<String, String> wanted = new LinkedHashMap<>();
    launch.env().forEach(entry -> wanted.put(name(entry), entry));
    launch.image().config().env().forEach(entry -> wanted.putIfAbsent(name(entry), entry));
    wanted.forEach(
        (name, entry) -> {
          if (entry.indexOf('=') < 0) {
            env.remove(name);
          } else {
            env.put(name, entry);
          }
        });
    return List.copyOf(env.values());
  }

  private static String name(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? entry : entry.substring(0, equals);
  }

  /**
   * The description file.
   *
   * @param nonce marks the sensor's event lines
   * @param trace where the sensor writes the trace, as the sensor sees it; empty = not traced
   * @param more further settings, appended in order
   * @throws EngineException if a value holds a NUL character, which no argument or variable can
   */
  byte[] bytes(String nonce, Optional<String> trace, List<Setting> more) throws EngineException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String arg : argv) {
      put(out, "arg", arg);
    }
    for (String variable : env) {
      put(out, "env", variable);
    }
    put(out, "cwd", cwd);
    put(out, "user", user);
    put(out, "caps", Long.toHexString(DEFAULT_CAPABILITIES));
    put(out, "nonce", nonce);
    if (trace.isPresent()) {
      put(out, "trace", trace.get());
    }
    for (Setting setting : more) {
      put(out, setting.key(), setting.value());
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String key, String value)
      throws EngineException {
    if (value.indexOf('\0') >= 0) {
      throw new EngineException(
          "The launch has %s '%s' with a NUL character, which Linux cannot pass on. Remove it from the image's config or the plugin's configuration."
              .formatted(key, value.replace("\0", "\\0")));
    }
    out.writeBytes((key + "=" + value).getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }
}
