package io.github.slimmaven.fuzz;

import io.github.slimmaven.elf.ElfBytes;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inspect.Lint;
import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.inventory.Owners;
import io.github.slimmaven.keep.KeepRequest;
import io.github.slimmaven.keep.Keeper;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.trace.AccessTrace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that the rules, the inventory, X-ray and lint read, each damaged within a whole image. */
final class ImageFiles {
  private static final String SITE = "/usr/lib/python3/dist-packages/flask-2.0.dist-info/";

  private final Map<String, byte[]> files = new TreeMap<>();

  private ImageFiles() {}

  /** One format for each file. */
  static List<Format> all() throws IOException {
    ImageFiles image = new ImageFiles();
    image.put();
    List<Format> all = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : image.files.entrySet()) {
      if (file.getValue().length > 0) {
        all.add(
            Format.of(
                "file" + file.getKey(),
                (input, scratch) -> image.read(file.getKey(), input, scratch),
                file.getValue()));
      }
    }
    return all;
  }

  private void put() throws IOException {
    text(
        "/var/lib/dpkg/status",
        """
        Package: libc6
        Status: install ok installed
        Architecture: amd64
        Source: glibc (2.36)
        Version: 2.36-9
        Depends: a (>= 1), b | c
        Conffiles:
         /etc/x 0123

        Package: base
        Architecture: all
        Version: 1:2~a

        """);
    text("/var/lib/dpkg/info/libc6:amd64.list", "/.\n/lib\n/lib/libc.so.6\n/etc/x\n");
    text("/var/lib/dpkg/info/base.list", "/bin\n/bin/app\n");
    text("/var/lib/dpkg/diversions", "/bin/sh\n/bin/sh.distrib\ndash\n");
    text("/var/lib/dpkg/alternatives/java", "auto\n/usr/bin/java\n\n/bin/app\n1\n\n");
    text("/var/lib/dpkg/status.d/tz", "Package: tz\nVersion: 1\nArchitecture: all\n");
    text("/var/lib/dpkg/status.d/tz.md5sums", "0123456789abcdef  usr/share/tz/a\n");
    text("/usr/share/tz/a", "x");
    text(
        "/lib/apk/db/installed",
        """
        C:Q1a=
        P:musl
        V:1.2.3-r4
        A:x86_64
        o:musl
        D:so:a cmd:b
        p:so:libc.so=1
        F:lib
        R:ld-musl.so.1
        a:0:0:755
        Z:Q1b=

        """);
    try (InputStream rpm =
        Keeper.class.getResourceAsStream("/io/github/slimmaven/keep/rpmdb.sqlite")) {
      files.put("/var/lib/rpm/rpmdb.sqlite", rpm.readAllBytes());
    }
    text(SITE + "METADATA", "Metadata-Version: 2.1\nName: Flask\nVersion: 2.0\nRequires-Dist: x\n");
    text(SITE + "RECORD", "flask/__init__.py,sha256=a,12\n\"flask/a,b.py\",,\nflask/../x.py,,\n");
    text(SITE + "entry_points.txt", "[console_scripts]\nflask = flask.cli:main\n");
    text(
        "/usr/lib/python3/dist-packages/flask/__init__.py", "import os, .cli\nfrom x import (y)\n");
    text("/usr/lib/python3/dist-packages/a.pth", "import site; /opt/x\n../y\n");
    text(
        "/app/package.json",
        "{\"name\":\"app\",\"version\":\"1.0\",\"main\":\"a.js\",\"bin\":{\"b\":\"b.js\"},"
            + "\"exports\":{\".\":{\"import\":\"./a.mjs\"}},\"dependencies\":{\"x\":\"^1\"}}");
    text("/app/node_modules/x/package.json", "{\"name\":\"x\",\"version\":\"1\",\"main\":\"./\"}");
    text("/app/a.js", "const x = require('x'); import('./b.js'); // ${'/etc/x'}\n");
    text(
        "/app/run.sh",
        "#!/usr/bin/env -S sh -e\n. /etc/x\nexec \"$HOME/../bin/app\" `cat <<E\nE`\n");
    text("/etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n/opt/lib\n");
    text("/etc/ld.so.conf.d/a.conf", "/usr/local/lib hwcap 1\n");
    text("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/sbin/nologin\n");
    text("/etc/nsswitch.conf", "passwd: files [NOTFOUND=return] dns\nhosts: files dns\n");
    text("/etc/nginx/nginx.conf", "include conf.d/*.conf;\nhttp { root \"/srv\"; }\n");
    text("/etc/php/8.2/cli/php.ini", "extension=gd\ninclude_path = \".:/usr/share\"\n");
    text("/etc/apache2/apache2.conf", "LoadModule a /usr/lib/a.so\n<Directory /srv>\n");
    text("/usr/lib/jvm/a/release", "JAVA_VERSION=\"17.0.1\"\nMODULES=\"java.base java.sql\"\n");
    text("/var/lib/gems/3.1.0/specifications/a-1.gemspec", "Gem::Specification.new do |s|\nend\n");
    text("/usr/share/perl5/A.pm", "package A; use B; require \"c.pl\"; 1;\n");
    text("/etc/default/locale", "LANG=de_DE.UTF-8\n");
    text("/root/.ssh/id_rsa", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n");
    files.put("/bin/app", ElfBytes.x86("/lib/ld.so").needs("libc.so.6").rpath("$ORIGIN").bytes());
    files.put("/lib/libc.so.6", ElfBytes.x86("").soname("libc.so.6").bytes());
    files.put("/app/app.jar", jar(jar(new byte[0])));
  }

  private static byte[] jar(byte[] nested) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      add(zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: b.jar\n");
      add(zip, "META-INF/maven/g/a/pom.properties", "groupId=g\nartifactId=a\nversion=1\n");
      add(zip, "META-INF/services/java.sql.Driver", "a.B\n");
      zip.putNextEntry(new ZipEntry("lib/c-1.0.jar"));
      zip.write(nested);
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private void text(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void read(String path, byte[] input, Path scratch) throws Exception {
    Map<String, byte[]> all = new TreeMap<>(files);
    all.put(path, input);
    Image image = Images.of(Images.layer(write(all, scratch.resolve("layer.tar"))));
    MergedTree tree = MergedTree.of(image);
    TreeMap<String, Set<AccessTrace.Use>> used = new TreeMap<>();
    all.keySet().forEach(file -> used.put(file, Set.of(AccessTrace.Use.EXECUTED)));
    AccessTrace trace =
        new AccessTrace(
            "x86_64",
            used,
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            Optional.empty(),
            true,
            true,
            List.of());
    List<Level> levels = List.of(Level.CONSERVATIVE, Level.BALANCED, Level.AGGRESSIVE);
    Level level = levels.get(Math.floorMod(Arrays.hashCode(input), levels.size()));
    Keeper.decide(
        image,
        tree,
        trace,
        new KeepRequest(level, List.of(), List.of(), List.of("/app"), Set.of()));
    Owners.of(tree, Map.of()).labels();
    Xray.of(image);
    Lint.of(Optional.of(image), Optional.empty(), List.of(), Set.of());
  }

  private static Path write(Map<String, byte[]> files, Path tar) throws IOException {
    Set<String> made = new HashSet<>();
    try (LayerWriter layer = LayerWriter.create(tar)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        String path = file.getKey();
        for (int at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
          if (made.add(path.substring(0, at))) {
            layer.directory(path.substring(0, at), 0755, 0, 0, 0);
          }
        }
        byte[] content = file.getValue();
        layer.file(path, 0755, 0, 0, 0, content.length, new ByteArrayInputStream(content));
      }
      layer.finish(true);
    }
    return tar;
  }
}
