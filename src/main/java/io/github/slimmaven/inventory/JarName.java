package io.github.slimmaven.inventory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a jar is: by the pom that Maven puts into it, else its manifest, else its file name. */
final class JarName {
  private static final int MOST_TEXT = 1 << 20;
  private static final int MOST_POMS = 1000;
  private static final String POM = "META-INF/maven/[^/]+/[^/]+/pom\\.properties";
  private static final Pattern VERSIONED =
      Pattern.compile("(.+?)-(\\d[^/]*?)\\.\\w{3}", Pattern.DOTALL);

  private JarName() {}

  /** By the file name alone. */
  static Owner of(String fileName) {
    Matcher versioned = VERSIONED.matcher(fileName);
    return versioned.matches()
        ? Owner.jar(versioned.group(1), versioned.group(2))
        : Owner.jar(fileName.replaceFirst("\\.\\w{3}$", ""), "");
  }

  /** By what the jar says of itself. */
  static Owner of(String fileName, ZipDirectory jar) throws IOException {
    List<Properties> poms = new ArrayList<>();
    Optional<Attributes> manifest = Optional.empty();
    for (ZipDirectory.Member member : jar.members()) {
      if (member.name().equals("META-INF/MANIFEST.MF")) {
        manifest = manifest(jar.read(member, MOST_TEXT));
      } else if (member.name().matches(POM) && poms.size() < MOST_POMS) {
        pom(jar.read(member, MOST_TEXT)).ifPresent(poms::add);
      }
    }
    Owner named = of(fileName);
    // A jar may hold the poms of others that were put into it.
    Optional<Properties> own =
        poms.stream()
            .filter(pom -> named.name().equals(pom.getProperty("artifactId")))
            .findFirst()
            .or(() -> poms.stream().filter(pom -> starts(fileName, pom)).findFirst())
            .or(() -> poms.size() == 1 ? Optional.of(poms.get(0)) : Optional.empty());
    if (own.isPresent()) {
      return new Owner(
          Owner.MAVEN,
          own.get().getProperty("groupId") + ":" + own.get().getProperty("artifactId"),
          own.get().getProperty("version", ""));
    }
    return manifest.map(attributes -> bundle(attributes, named)).orElse(named);
  }

  private static boolean starts(String fileName, Properties pom) {
    return fileName.startsWith(pom.getProperty("artifactId"));
  }

  private static Owner bundle(Attributes manifest, Owner named) {
    String name = manifest.getValue("Bundle-SymbolicName");
    String version = manifest.getValue("Implementation-Version");
    if (version == null) {
      version = manifest.getValue("Bundle-Version");
    }
    return Owner.jar(
        name == null || name.isBlank() ? named.name() : name.split(";", 2)[0].trim(),
        named.version().isEmpty() && version != null ? version.trim() : named.version());
  }

  private static Optional<Properties> pom(byte[] text) throws IOException {
    Properties pom = new Properties();
    try {
      pom.load(new StringReader(new String(text, StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return pom.containsKey("groupId") && pom.containsKey("artifactId")
        ? Optional.of(pom)
        : Optional.empty();
  }

  private static Optional<Attributes> manifest(byte[] text) {
    try {
      return Optional.of(new Manifest(new ByteArrayInputStream(text)).getMainAttributes());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
