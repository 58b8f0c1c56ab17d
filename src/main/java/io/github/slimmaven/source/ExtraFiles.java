package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.github.slimmaven.source.BuildRequest.ExtraDirectory;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The layer of the extra directories, above the application's. */
final class ExtraFiles {
  private ExtraFiles() {}

  static FileEntriesLayer layer(List<ExtraDirectory> directories) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("extra files");
    for (ExtraDirectory directory : directories) {
      if (!Files.isDirectory(directory.from())) {
        continue;
      }
      List<Map.Entry<PathMatcher, FilePermissions>> permissions = permissions(directory);
      AbsoluteUnixPath into = AbsoluteUnixPath.get(directory.into());
      try (Stream<Path> walk = Files.walk(directory.from())) {
        for (Path file : walk.filter(f -> !f.equals(directory.from())).sorted().toList()) {
          AbsoluteUnixPath place = into.resolve(directory.from().relativize(file));
          FilePermissions given =
              permissions.stream()
                  .filter(p -> p.getKey().matches(Path.of(place.toString())))
                  .map(Map.Entry::getValue)
                  .findFirst()
                  .orElse(
                      Files.isDirectory(file)
                          ? FilePermissions.DEFAULT_FOLDER_PERMISSIONS
                          : FilePermissions.DEFAULT_FILE_PERMISSIONS);
          layer.addEntry(file, place, given);
        }
      }
    }
    return layer.build();
  }

  private static List<Map.Entry<PathMatcher, FilePermissions>> permissions(ExtraDirectory directory)
      throws SourceException {
    List<Map.Entry<PathMatcher, FilePermissions>> permissions = new ArrayList<>();
    for (Map.Entry<String, String> entry : directory.permissions().entrySet()) {
      try {
        permissions.add(
            Map.entry(
                FileSystems.getDefault().getPathMatcher("glob:" + entry.getKey()),
                FilePermissions.fromOctalString(entry.getValue())));
      } catch (IllegalArgumentException e) {
        throw new SourceException(
            "The permission '"
                + entry.getValue()
                + "' for '"
                + entry.getKey()
                + "' is not understood. Write a glob and three octal digits, as in '755' for"
                + " '/scripts/*.sh'.",
            e);
      }
    }
    return permissions;
  }
}
