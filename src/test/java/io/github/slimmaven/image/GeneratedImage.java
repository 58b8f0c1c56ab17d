package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.elf.ElfBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An image of about so many files, in the proportions of a real one: data of the system with links
 * (60 %), Python packages (20 %), Node packages (15 %), a layer that replaces and removes some of
 * the data, and an app of its own. The same number gives the same bytes.
 */
public final class GeneratedImage {
  /** Where the system's data lies. */
  public static final String DATA = "/usr/share/data";

  /** Where the Python packages lie. */
  public static final String SITE = "/usr/local/lib/python3.11/site-packages";

  private static final String APP = "/srv/app";
  private static final String LIB = "/usr/lib/x86_64-linux-gnu";
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final int PER_DIRECTORY = 40;
  private static final int PER_PYTHON_PACKAGE = 60;
  private static final int PER_NODE_PACKAGE = 15;

  /** A package needs the next one, but for the last of so many. */
  private static final int CHAIN = 10;

  private final int files;
  private final Path directory;

  private GeneratedImage(int files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /**
   * Writes an image.
   *
   * @param files about how many
   * @param directory for the tars of its layers, 1 kB per file
   */
  public static Image write(int files, Path directory) throws IOException {
    GeneratedImage image = new GeneratedImage(files, directory);
    List<Layer> layers =
        List.of(
            image.layer("system", image::system),
            image.layer("python", image::python),
            image.layer("node", image::node),
            image.layer("update", image::update),
            image.layer("app", image::app));
    ObjectNode json = Images.of(layers).config().json().deepCopy();
    ObjectNode config = json.putObject("config").put("WorkingDir", APP);
    config.putArray("Entrypoint").add("/usr/bin/python3.11").add(APP + "/main.py");
    ImageConfig read = ImageConfig.parse(json.toPrettyString().getBytes(StandardCharsets.UTF_8));
    return new Image("generated", Digest.ofContent(read.bytes()), read, layers);
  }

  private interface Content {
    void write(Tar tar) throws IOException;
  }

  private Layer layer(String name, Content content) throws IOException {
    try (LayerWriter writer = LayerWriter.create(directory.resolve(name + ".tar"))) {
      content.write(new Tar(writer, new HashSet<>()));
      return writer.finish(true);
    }
  }

  private void system(Tar tar) throws IOException {
    tar.text("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
    tar.text("/etc/os-release", "ID=debian\n");
    tar.file(LOADER, ElfBytes.of(""));
    tar.file(LIB + "/libc.so.6", ElfBytes.of("", LOADER.substring(LOADER.lastIndexOf('/') + 1)));
    tar.file("/bin/sh", ElfBytes.of(LOADER, "libc.so.6"));
    tar.file("/usr/bin/python3.11", ElfBytes.of(LOADER, "libc.so.6", "lib0.so", "lib1.so"));
    int libraries = files / 500;
    for (int i = 0; i < libraries; i++) {
      String first = "lib" + (2 * i + 1) % libraries + ".so";
      String second = "lib" + (2 * i + 2) % libraries + ".so";
      tar.file(LIB + "/lib" + i + ".so", ElfBytes.of("", "libc.so.6", first, second));
    }
    for (int i = 0; i < data(); i++) {
      if (i % 50 == 49) {
        tar.symlink(datum(i), datum(i - 1));
      } else if (i % 100 == 98) {
        tar.hardLink(datum(i), datum(i - 1));
      } else {
        tar.text(datum(i), "entry " + i + " of the table, see " + datum(i / 2) + "\n");
      }
    }
  }

  private int data() {
    return files * 6 / 10;
  }

  private static String datum(int i) {
    int part = i / PER_DIRECTORY;
    return DATA + "/section-" + part / 100 + "/part-" + part + "/table-" + i + ".txt";
  }

  private int pythonPackages() {
    return files * 2 / 10 / PER_PYTHON_PACKAGE;
  }

  private void python(Tar tar) throws IOException {
    for (int i = 0; i < pythonPackages(); i++) {
      boolean last = i % CHAIN == CHAIN - 1 || i == pythonPackages() - 1;
      String root = SITE + "/package_" + i;
      String imports =
          "import os\nimport json\n" + (last ? "" : "import package_" + (i + 1) + "\n");
      tar.text(root + "/__init__.py", imports);
      for (int j = 4; j < PER_PYTHON_PACKAGE; j++) {
        tar.text(root + "/part_" + j % 5 + "/module_" + j + ".py", imports + "\nvalue = " + j);
      }
      String info = SITE + "/package_" + i + "-1." + i + ".dist-info";
      tar.text(info + "/METADATA", "Name: p\n" + (last ? "" : "Requires-Dist: package-" + (i + 1)));
      tar.text(info + "/RECORD", "package_" + i + "/__init__.py,,\n");
      tar.text(info + "/top_level.txt", "package_" + i + "\n");
    }
  }

  private int nodePackages() {
    return files * 15 / 100 / PER_NODE_PACKAGE;
  }

  private void node(Tar tar) throws IOException {
    for (int i = 0; i < nodePackages(); i++) {
      boolean last = i % CHAIN == CHAIN - 1 || i == nodePackages() - 1;
      String root = APP + "/node_modules/module-" + i;
      String needs = last ? "{}" : "{\"module-" + (i + 1) + "\": \"^1.0.0\"}";
      tar.text(
          root + "/package.json",
          "{\"name\": \"module-" + i + "\", \"dependencies\": " + needs + "}");
      for (int j = 1; j < PER_NODE_PACKAGE; j++) {
        tar.text(root + "/lib/part-" + j + ".js", "exports.value = require('./part-" + j + "');\n");
      }
    }
  }

  private void update(Tar tar) throws IOException {
    for (int i = 0; i < data(); i++) {
      if (i % 20 == 0) {
        tar.text(datum(i), "newer entry " + i + "\n");
      } else if (i % 100 == 1) {
        String path = datum(i);
        tar.text(path.replace("/table-", "/.wh.table-"), "");
      } else if (i % (500 * PER_DIRECTORY) == PER_DIRECTORY / 2) {
        tar.text(Tar.parent(datum(i)) + "/.wh..wh..opq", "");
      }
    }
  }

  private void app(Tar tar) throws IOException {
    tar.text(APP + "/main.py", "import os\nimport package_0\n");
    for (int i = 0; i < files / 400; i++) {
      int module = i % Math.max(1, nodePackages());
      int pack = i % Math.max(1, pythonPackages());
      tar.text(
          APP + "/web/page-" + i + ".js",
          "const m = require('module-" + module + "');\nm.open('" + datum(i * 7) + "');\n");
      tar.text(
          APP + "/shop/part_" + i + ".py",
          "from package_" + pack + " import value\nTABLE = '" + datum(i * 11) + "'\n");
    }
  }

  /** A tar whose directories come with what is in them. */
  private record Tar(LayerWriter writer, Set<String> directories) {
    void text(String path, String text) throws IOException {
      write(path, 0644, text.getBytes(StandardCharsets.UTF_8));
    }

    void file(String path, byte[] content) throws IOException {
      write(path, 0755, content);
    }

    private void write(String path, int mode, byte[] content) throws IOException {
      directory(parent(path));
      writer.file(path, mode, 0, 0, 0, content.length, new ByteArrayInputStream(content));
    }

    void symlink(String path, String target) throws IOException {
      directory(parent(path));
      writer.symlink(path, target, 0, 0, 0);
    }

    void hardLink(String path, String target) throws IOException {
      directory(parent(path));
      writer.hardLink(path, target, 0644, 0, 0, 0);
    }

    private void directory(String path) throws IOException {
      if (!path.isEmpty() && directories.add(path)) {
        directory(parent(path));
        writer.directory(path, 0755, 0, 0, 0);
      }
    }

    static String parent(String path) {
      return path.substring(0, path.lastIndexOf('/'));
    }
  }
}
