package io.github.slimmaven.source;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * The port that a Spring Boot application serves, for images that declare none: {@code server.port}
 * of the environment, {@code application.properties} or {@code application.yml}, else 8080; none
 * without an embedded server.
 */
final class BootPort {
  private static final Pattern SERVER =
      Pattern.compile(
          "(?:tomcat-embed-core|jetty-server|undertow-core|reactor-netty-http)-[0-9].*");

  private static final Pattern YAML =
      Pattern.compile(
          "^server\\.port:\\s*(\\S+)|^server:\\s*\\R(?:[ \\t]+\\S.*\\R|\\s*\\R)*?[ \\t]+port:\\s*(\\S+)",
          Pattern.MULTILINE);

  private static final Port DEFAULT = new Port(8080, "tcp");

  private BootPort() {}

  /**
   * Finds it.
   *
   * @param classes folder of the application's classes in the archive, ends with "/"
   * @param environment of the container
   * @return empty if there is no server, or its port is chosen when it starts
   */
  static Optional<Port> of(JarFile archive, String classes, Map<String, String> environment)
      throws IOException {
    boolean serves =
        archive.stream()
            .map(entry -> entry.getName().substring(entry.getName().lastIndexOf('/') + 1))
            .anyMatch(name -> SERVER.matcher(name).matches());
    if (!serves) {
      return Optional.empty();
    }
    Optional<String> configured =
        Optional.ofNullable(environment.get("SERVER_PORT"))
            .or(() -> Optional.ofNullable(properties(archive, classes).getProperty("server.port")))
            .or(() -> yaml(archive, classes));
    return configured.isEmpty() ? Optional.of(DEFAULT) : configured.flatMap(BootPort::number);
  }

  private static Optional<Port> number(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535
        ? Optional.of(Port.of(text))
        : Optional.empty();
  }

  private static Properties properties(JarFile archive, String classes) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(archive, classes + "application.properties")));
    } catch (IOException | IllegalArgumentException e) {
      // What Spring cannot read either sets no port.
      return new Properties();
    }
    return properties;
  }

  private static Optional<String> yaml(JarFile archive, String classes) {
    for (String name : new String[] {"application.yml", "application.yaml"}) {
      Matcher matcher = YAML.matcher(text(archive, classes + name));
      if (matcher.find()) {
        return Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
      }
    }
    return Optional.empty();
  }

  private static String text(JarFile archive, String name) {
    ZipEntry entry = archive.getEntry(name);
    if (entry == null) {
      return "";
    }
    try (InputStream in = archive.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
