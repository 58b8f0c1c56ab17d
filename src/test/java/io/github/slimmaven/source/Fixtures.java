package io.github.slimmaven.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Small real inputs: classes, jars, a Spring Boot archive, a base image. */
final class Fixtures {
  static final ImageReference FROM = ImageReference.of("oci://base");

  private Fixtures() {}

  /** Compiles classes with a {@code main} that prints their name, into this directory. */
  static Path mains(Path directory, String... names) throws IOException {
    Files.createDirectories(directory);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<SimpleJavaFileObject> sources = new ArrayList<>();
    for (String name : names) {
      int dot = name.lastIndexOf('.');
      String source =
          (dot < 0 ? "" : "package " + name.substring(0, dot) + "; ")
              + "public class "
              + name.substring(dot + 1)
              + " { public static void main(String[] a) { System.out.println(\"hello from "
              + name
              + "\"); } }";
      sources.add(
          new SimpleJavaFileObject(
              URI.create("string:///" + name.replace('.', '/') + ".java"),
              javax.tools.JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignore) {
              return source;
            }
          });
    }
    boolean compiled =
        compiler
            .getTask(
                null,
                null,
                null,
                List.of("-d", directory.toString(), "--release", "17"),
                null,
                sources)
            .call();
    if (!compiled) {
      throw new IOException("the fixture does not compile");
    }
    return directory;
  }

  /** A jar with these main attributes and entries; nested jars are stored, as Spring Boot does. */
  static Path jar(Path file, Map<String, String> attributes, Map<String, byte[]> entries)
      throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out, attributes, entries);
    }
    return file;
  }

  static byte[] jar(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, Map.of(), entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(
      OutputStream out, Map<String, String> attributes, Map<String, byte[]> entries)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        JarEntry header = new JarEntry(entry.getKey());
        if (entry.getKey().endsWith(".jar")) {
          CRC32 crc = new CRC32();
          crc.update(entry.getValue());
          header.setMethod(ZipEntry.STORED);
          header.setSize(entry.getValue().length);
          header.setCrc(crc.getValue());
        }
        jar.putNextEntry(header);
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
  }

  /** A Spring Boot archive in small: a launcher, an application class, two libraries. */
  static Path bootJar(Path file, Path classes, boolean withIndex) throws IOException {
    mains(classes, "org.springframework.boot.loader.launch.JarLauncher", "shop.Shop");
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("Main-Class", "org.springframework.boot.loader.launch.JarLauncher");
    attributes.put("Start-Class", "shop.Shop");
    attributes.put("Spring-Boot-Version", "3.5.0");
    attributes.put("Spring-Boot-Classes", "BOOT-INF/classes/");
    attributes.put("Spring-Boot-Lib", "BOOT-INF/lib/");
    attributes.put("Spring-Boot-Classpath-Index", "BOOT-INF/classpath.idx");
    attributes.put("Spring-Boot-Layers-Index", "BOOT-INF/layers.idx");
    String launcher = "org/springframework/boot/loader/launch/JarLauncher.class";
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(launcher, Files.readAllBytes(classes.resolve(launcher)));
    entries.put(
        "BOOT-INF/classes/shop/Shop.class", Files.readAllBytes(classes.resolve("shop/Shop.class")));
    entries.put("BOOT-INF/classes/application.properties", bytes("a=b\n"));
    entries.put("BOOT-INF/lib/b-1.0.jar", jar(Map.of("b.txt", bytes("b"))));
    entries.put("BOOT-INF/lib/a-2-SNAPSHOT.jar", jar(Map.of("a.txt", bytes("a"))));
    entries.put(
        "BOOT-INF/classpath.idx",
        bytes("- \"BOOT-INF/lib/b-1.0.jar\"\n- \"BOOT-INF/lib/a-2-SNAPSHOT.jar\"\n"));
    if (withIndex) {
      entries.put(
          "BOOT-INF/layers.idx",
          bytes(
              """
              - "stable":
                - "BOOT-INF/lib/"
                - "org/"
              - "nothing":
              - "ours":
                - "BOOT-INF/classes/"
                - "BOOT-INF/classpath.idx"
                - "BOOT-INF/layers.idx"
                - "META-INF/"
              """));
    }
    return jar(file, attributes, entries);
  }

  /** A base image whose only layer has a {@code java}. */
  static Image base(Path directory, String javaHome, String env) throws IOException {
    Layer layer;
    byte[] program = bytes("#!/bin/sh\necho base java \"$@\"\n");
    try (LayerWriter writer = LayerWriter.create(directory.resolve("base.tar"))) {
      String parent = "";
      for (String name : (javaHome + "/bin").substring(1).split("/")) {
        parent += "/" + name;
        writer.directory(parent, 0755, 0, 0, 1);
      }
      writer.file(
          javaHome + "/bin/java", 0755, 0, 0, 1, program.length, new ByteArrayInputStream(program));
      layer = writer.finish(true);
    }
    String json =
        """
        {"architecture":"amd64","os":"linux","created":"2020-01-01T00:00:00Z","extension":{"x":1},
         "config":{"Env":["PATH=/usr/bin:/bin","KEEP=base","BOTH=base"%s],"Cmd":["jshell"],
          "Labels":{"base":"1","both":"base"},"ExposedPorts":{"53/udp":{}},"User":"base",
          "StopSignal":"SIGQUIT","OnBuild":["RUN x"],"Healthcheck":{"Test":["CMD","ok"]}},
         "rootfs":{"type":"layers","diff_ids":["%s"]},
         "history":[{"created_by":"base"}]}
        """
            .formatted(env, layer.diffId());
    ImageConfig config = new ImageConfig((ObjectNode) new ObjectMapper().readTree(json));
    return new Image("oci://base", layer.diffId(), config, List.of(layer));
  }

  static BuildRequest request(Optional<Path> jar, Optional<Path> artifact, Optional<Path> classes) {
    return new BuildRequest(
        FROM, jar, artifact, classes, List.of(), List.of(), ContainerSettings.defaults());
  }

  static ContainerSettings mainClass(String name) {
    ContainerSettings d = ContainerSettings.defaults();
    return new ContainerSettings(
        d.appRoot(),
        Optional.of(name),
        List.of("-Xmx64m"),
        List.of("/etc/app"),
        d.entrypoint(),
        d.args(),
        d.environment(),
        d.ports(),
        d.volumes(),
        d.labels(),
        d.user(),
        d.workingDirectory(),
        d.creationTime());
  }

  static BuildRequest with(BuildRequest request, ContainerSettings container) {
    return new BuildRequest(
        request.from(),
        request.jar(),
        request.artifact(),
        request.classes(),
        request.dependencies(),
        request.extraDirectories(),
        container);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
