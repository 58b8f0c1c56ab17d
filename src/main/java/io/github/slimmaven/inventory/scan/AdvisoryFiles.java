package io.github.slimmaven.inventory.scan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.slimmaven.inventory.scan.Advisories.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads files of vulnerability data. What a file is, is told by its content. */
final class AdvisoryFiles {
  /** Bytes; the largest of OSV's are below 4 MB. */
  private static final int MOST_DOCUMENT = 32 << 20;

  /** Bytes, unpacked; all of OSV's are below 8 GB. */
  private static final long MOST_DOCUMENTS = 64L << 30;

  private static final int DEEPEST = 8;
  private static final int HEAD = 1 << 16;
  private static final String AGAIN = "Download the vulnerability data again";
  private static final Pattern READ =
      Pattern.compile(".*\\.(?:json|zip)|(?:.*[_.])?(?:Packages|json)(?:\\.(?:gz|xz|lz4))?");

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** For one part of a document after the other. */
  private static final JsonMapper PARTS = new JsonMapper();

  private final Advisories advisories;
  private long left = MOST_DOCUMENTS;

  AdvisoryFiles(Advisories advisories) {
    this.advisories = advisories;
  }

  /** Reads a file, or the files of a directory. */
  void read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (Path file : files(path)) {
        file(file, false);
      }
    } else if (Files.isRegularFile(path)) {
      file(path, true);
    } else {
      throw new AdvisoryException(
          "'" + path + "' does not exist. Correct 'advisories', or download the data to it");
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        directory,
        EnumSet.noneOf(FileVisitOption.class),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && READ.matcher(file.getFileName().toString()).matches()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.endsWith("partial")) { // apt's own, of what is not complete
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    Collections.sort(files);
    return files;
  }

  /**
   * Reads a file.
   *
   * @param named whether it is the file that the user names, so that it must be of use
   */
  private void file(Path file, boolean named) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] magic = stream.readNBytes(2);
      if (magic.length == 2 && magic[0] == 'P' && magic[1] == 'K') {
        zip(file);
        return;
      }
    }
    String from = file.toString();
    try (InputStream packed = Files.newInputStream(file);
        InputStream stream = Unpacked.of(packed, from)) {
      byte[] head = stream.readNBytes(HEAD);
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), stream);
      int first = 0;
      while (first < head.length && Character.isWhitespace(head[first])) {
        first++;
      }
      char c = first < head.length ? (char) (head[first] & 0xFF) : 0;
      if (c == '{' && isTracker(head)) {
        tracker(file, whole);
      } else if (c == '{') {
        document(whole, file.getFileName().toString(), from);
      } else if (c >= 'A' && c <= 'Z') {
        index(file, whole, named);
      } else {
        throw unknown(from);
      }
    }
  }

  private static AdvisoryException unknown(String from) {
    return new AdvisoryException(
        "'"
            + from
            + "' is no vulnerability data that is known here. Expected are OSV records (JSON, or a"
            + " zip file of them), a Debian Packages index, the JSON of Debian's security tracker,"
            + " OpenVEX or CycloneDX in JSON: correct 'advisories'");
  }

  private static boolean isTracker(byte[] head) {
    try (JsonParser parser = MAPPER.createParser(head)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          && parser.nextToken() == JsonToken.FIELD_NAME
          && parser.nextToken() == JsonToken.START_OBJECT
          && parser.nextToken() == JsonToken.FIELD_NAME
          && SecurityTracker.reads(parser.currentName());
    } catch (IOException e) {
      return false;
    }
  }

  private void tracker(Path file, InputStream stream) throws IOException {
    try (JsonParser parser = PARTS.createParser(stream)) {
      SecurityTracker.read(
          parser,
          Files.getLastModifiedTime(file).toInstant(),
          advisory -> advisories.add(advisory, Kind.TRACKER));
    } catch (JacksonException e) {
      throw noJson(file.toString(), e);
    }
  }

  private void index(Path file, InputStream stream, boolean named) throws IOException {
    Optional<SuiteRelease> suite = SuiteRelease.of(file);
    Optional<String> ecosystem =
        suite.filter(SuiteRelease::isSecurity).flatMap(SuiteRelease::ecosystem);
    if (ecosystem.isPresent()) {
      PackagesIndex.read(stream, suite.get(), ecosystem.get(), file.toString())
          .forEach(advisory -> advisories.add(advisory, Kind.INDEX));
    } else if (named && suite.isEmpty()) {
      throw new AdvisoryException(
          "'"
              + file
              + "' has no InRelease file beside it, which tells the suite and the date of a"
              + " Packages index. Put that of the suite there, or correct 'advisories'");
    } else if (named) {
      throw new AdvisoryException(
          "'"
              + file
              + "' is of the suite '"
              + JsonText.line(suite.get().codename())
              + "' of '"
              + JsonText.line(suite.get().origin())
              + "': expected a security suite of a released Debian, as 'bookworm-security'."
              + " Correct 'advisories'");
    }
  }

  private void zip(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Iterator<? extends ZipEntry> it = zip.entries().asIterator(); it.hasNext(); ) {
        ZipEntry entry = it.next();
        if (!entry.isDirectory() && entry.getName().endsWith(".json")) {
          try (InputStream stream = zip.getInputStream(entry)) {
            document(stream, entry.getName(), file + "!" + entry.getName());
          }
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new AdvisoryException("'" + file + "' is no valid zip file. " + AGAIN, e);
    }
  }

  /** One JSON document, by the keys that make it what it is. */
  private void document(InputStream stream, String name, String from) throws IOException {
    byte[] json = stream.readNBytes(MOST_DOCUMENT + 1);
    left -= json.length;
    if (json.length > MOST_DOCUMENT || left < 0) {
      String size = left < 0 ? "all records have more than 64 GiB" : "it has more than 32 MiB";
      throw new AdvisoryException("'" + from + "' is too large: " + size + ". " + AGAIN);
    }
    JsonNode document;
    try {
      document = MAPPER.readTree(json);
    } catch (IOException e) {
      throw noJson(from, e);
    }
    if (OpenVexReader.reads(document)) {
      advisories.add(OpenVexReader.read(document, name), Kind.OPENVEX);
    } else if (CycloneDxReader.reads(document)) {
      advisories.add(CycloneDxReader.read(document, name), Kind.CYCLONEDX);
    } else if (document.path("id").isTextual()
        && (document.has("affected") || document.has("modified"))) {
      advisories.add(AdvisoryReader.read(document), Kind.OSV);
    } else {
      throw unknown(from);
    }
  }

  private static AdvisoryException noJson(String from, IOException cause) {
    return new AdvisoryException("'" + from + "' is no valid JSON. " + AGAIN, cause);
  }
}
