package io.github.slimmaven.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A layout whose class path has a jar in place of each directory: a JVM archives no classes of an
 * application with a directory on its class path. The jars are stored, not compressed, and the same
 * files give the same bytes.
 */
final class PackagedLayout {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final AppLayout exploded;
  private final String root;
  private final Path work;

  /**
   * @param root directory of the application: what is outside of it is not packed
   * @param work where the jars go; they must be there until the layers are built
   */
  PackagedLayout(AppLayout exploded, String root, Path work) {
    this.exploded = exploded;
    this.root = root.equals("/") ? root : root + "/";
    this.work = work;
  }

  AppLayout plan() throws IOException {
    List<String> entrypoint = new ArrayList<>(exploded.entrypoint());
    int option = entrypoint.indexOf("-cp");
    if (option < 0) {
      return exploded;
    }
    List<AppLayer> layers = exploded.layers();
    List<String> classpath = new ArrayList<>();
    for (String element : entrypoint.get(option + 1).split(":")) {
      Packed packed = pack(layers, element);
      layers = packed.layers();
      packed.element().ifPresent(classpath::add);
    }
    entrypoint.set(option + 1, String.join(":", classpath));
    return new AppLayout(layers, entrypoint, exploded.port());
  }

  /**
   * What packing a class path element gave.
   *
   * @param element what it is now; none if there was nothing in it
   */
  private record Packed(List<AppLayer> layers, Optional<String> element) {}

  private Packed pack(List<AppLayer> layers, String element) throws IOException {
    boolean ours = false;
    for (AppLayer layer : layers) {
      ours |= layer.files().stream().anyMatch(file -> file.path().equals(element));
    }
    if (ours || !element.startsWith(root)) {
      return new Packed(layers, Optional.of(element));
    }
    String place = element + ".jar";
    SortedMap<String, byte[]> contents = new TreeMap<>();
    List<AppLayer> packed = new ArrayList<>();
    int last = -1;
    for (AppLayer layer : layers) {
      List<AppFile> left = new ArrayList<>(layer.files());
      if (left.removeIf(file -> file.path().startsWith(element + "/"))) {
        last = packed.size();
        contents.putAll(contents(layer, element + "/"));
      }
      packed.add(new AppLayer(layer.name(), left));
    }
    if (contents.isEmpty()) {
      return new Packed(layers, Optional.empty());
    }
    Path jar = Files.createTempFile(work, "packed", ".jar");
    write(contents, jar);
    List<AppFile> files = new ArrayList<>(packed.get(last).files());
    files.add(AppFile.of(place, jar));
    packed.set(last, new AppLayer(packed.get(last).name(), files));
    return new Packed(packed, Optional.of(place));
  }

  private static Map<String, byte[]> contents(AppLayer layer, String directory) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    Optional<Path> path = layer.archive();
    try (ZipFile archive = path.isPresent() ? new ZipFile(path.get().toFile()) : null) {
      for (AppFile file : layer.files()) {
        if (file.path().startsWith(directory) && !file.isDirectory()) {
          contents.put(
              file.path().substring(directory.length()),
              file.read(Optional.ofNullable(archive), InputStream::readAllBytes));
        }
      }
    }
    return contents;
  }

  /** The manifest first, as readers of streams want it; directories too, which Spring looks up. */
  private static void write(SortedMap<String, byte[]> contents, Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("META-INF/", new byte[0]);
    entries.put(MANIFEST, contents.getOrDefault(MANIFEST, manifest()));
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      for (int i = content.getKey().indexOf('/'); i > 0; i = content.getKey().indexOf('/', i + 1)) {
        entries.putIfAbsent(content.getKey().substring(0, i + 1), new byte[0]);
      }
      entries.putIfAbsent(content.getKey(), content.getValue());
    }
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setTimeLocal(TIME);
        header.setSize(entry.getValue().length);
        header.setCrc(crc.getValue());
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  private static byte[] manifest() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }
}
