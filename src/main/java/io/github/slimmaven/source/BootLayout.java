package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A Spring Boot archive (jar or war), exploded below the app root so that each nested jar and each
 * class is a file of its own. It is started by its own launcher, {@code java -cp /app
 * <Main-Class>}, as Jib's exploded mode does: the launcher keeps the class path's order, the
 * manifest's versions and what a {@code PropertiesLauncher} adds. Only if a main class is asked for
 * is that one started, with the class path of {@code classpath.idx}; and where classes are to be in
 * a jar, as the launcher would still have a directory on its class path.
 */
final class BootLayout {
  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final BuildRequest request;
  private final Path archive;
  private final AbsoluteUnixPath root;

  BootLayout(BuildRequest request, Path archive) {
    this.request = request;
    this.archive = archive;
    this.root = AbsoluteUnixPath.get(request.container().appRoot());
  }

  static boolean isBootArchive(Path archive) throws SourceException {
    JarManifest manifest = JarManifest.of(archive);
    return manifest.get("Main-Class").isPresent()
        && (manifest.get("Spring-Boot-Classes").isPresent()
            || (manifest.get("Start-Class").isPresent()
                && manifest.get("Spring-Boot-Version").isPresent()));
  }

  AppLayout plan() throws IOException {
    try (JarFile jar = new JarFile(archive.toFile())) {
      JarManifest manifest = JarManifest.of(jar);
      Optional<String> indexPath = manifest.get("Spring-Boot-Layers-Index");
      List<String> indexLines = lines(jar, indexPath);
      LayersIndex index =
          indexLines.isEmpty() ? LayersIndex.byRule() : LayersIndex.parse(indexLines);
      Map<String, List<AppFile>> layers = new LinkedHashMap<>();
      index.names().forEach(name -> layers.put(name, new ArrayList<>()));
      for (ZipEntry entry : Collections.list(jar.entries())) {
        if (!entry.isDirectory()) {
          String name = entry.getName();
          String path = place(checked(name), manifest);
          layers.get(index.layer(name)).add(AppFile.ofEntry(path, archive, name));
        }
      }
      return new AppLayout(
          layers.entrySet().stream().map(l -> new AppLayer(l.getKey(), l.getValue())).toList(),
          entrypoint(jar, manifest),
          BootPort.of(jar, classes(manifest), request.container().environment()));
    } catch (SourceException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new SourceException(
          "The Spring Boot archive '"
              + archive
              + "' could not be read: "
              + e.getMessage()
              + ". Package the project again.",
          e);
    }
  }

  /** The archive's manifest has the versions that the main class may ask for. */
  private String place(String name, JarManifest manifest) {
    boolean moves = byMainClass(manifest) && request.packaged() && name.equals(MANIFEST);
    return root.resolve(moves ? classes(manifest) + name : name).toString();
  }

  private static String classes(JarManifest manifest) {
    return manifest.get("Spring-Boot-Classes").orElse(CLASSES);
  }

  /** Whether the launcher is left out: its class path is a directory, and it may do more. */
  private boolean byMainClass(JarManifest manifest) {
    return request.container().mainClass().isPresent()
        || (request.packaged()
            && manifest.get("Start-Class").isPresent()
            && manifest.get("Main-Class").orElse("").endsWith(".JarLauncher"));
  }

  private List<String> entrypoint(JarFile jar, JarManifest manifest) throws IOException {
    List<String> classpath = new ArrayList<>(request.container().extraClasspath());
    String mainClass;
    if (byMainClass(manifest)) {
      mainClass =
          request.container().mainClass().or(() -> manifest.get("Start-Class")).orElseThrow();
      classpath.add(root.resolve(classes(manifest)).toString());
      libraries(jar, manifest).forEach(library -> classpath.add(root.resolve(library).toString()));
    } else {
      mainClass = manifest.get("Main-Class").orElseThrow();
      classpath.add(root.toString());
    }
    List<String> entrypoint = new ArrayList<>(List.of("java"));
    entrypoint.addAll(request.container().jvmFlags());
    entrypoint.addAll(List.of("-cp", String.join(":", classpath), mainClass));
    return entrypoint;
  }

  /** In the order of {@code classpath.idx}; those that it does not name follow. */
  private static List<String> libraries(JarFile jar, JarManifest manifest) throws IOException {
    String folder = manifest.get("Spring-Boot-Lib").orElse("BOOT-INF/lib/");
    List<String> libraries = new ArrayList<>();
    for (String line : lines(jar, manifest.get("Spring-Boot-Classpath-Index"))) {
      String text = line.strip();
      if (text.length() > 4 && text.startsWith("- \"") && text.endsWith("\"")) {
        libraries.add(text.substring(3, text.length() - 1));
      }
    }
    jar.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(folder) && name.endsWith(".jar"))
        .filter(name -> !libraries.contains(name))
        .forEach(libraries::add);
    return libraries;
  }

  private static List<String> lines(JarFile jar, Optional<String> path) throws IOException {
    ZipEntry entry = path.map(jar::getEntry).orElse(null);
    if (entry == null) {
      return List.of();
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private String checked(String name) throws SourceException {
    boolean leadsOutside = name.startsWith("/") || Arrays.asList(name.split("/")).contains("..");
    if (leadsOutside || name.indexOf('\0') >= 0) {
      throw new SourceException(
          "The entry '"
              + name
              + "' of '"
              + archive
              + "' leads outside of it. Package the project again, and do not trust this file.");
    }
    return name;
  }
}
