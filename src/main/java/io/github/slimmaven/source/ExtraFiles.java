package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.slimmaven.source.BuildRequest.ExtraDirectory;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The layer of the extra directories, above the application's. */
final class ExtraFiles {
  private ExtraFiles() {}

  static AppLayer layer(List<ExtraDirectory> directories) throws IOException {
    List<AppFile> files = new ArrayList<>();
    for (ExtraDirectory directory : directories) {
      if (!Files.isDirectory(directory.from())) {
        continue;
      }
      List<Permission> permissions = permissions(directory);
      AbsoluteUnixPath into = AbsoluteUnixPath.get(directory.into());
      try (Stream<Path> walk = Files.walk(directory.from())) {
        for (Path file : walk.filter(f -> !f.equals(directory.from())).sorted().toList()) {
          String place = into.resolve(directory.from().relativize(file)).toString();
          AppFile plain = AppFile.of(place, file);
          int mode =
              permissions.stream()
                  .filter(permission -> permission.paths().matches(Path.of(place)))
                  .map(Permission::mode)
                  .findFirst()
                  .orElse(plain.mode());
          files.add(new AppFile(place, mode, file, Optional.empty()));
        }
      }
    }
    return new AppLayer("extra files", files);
  }

  private record Permission(PathMatcher paths, int mode) {}

  private static List<Permission> permissions(ExtraDirectory directory) throws SourceException {
    List<Permission> permissions = new ArrayList<>();
    for (Map.Entry<String, String> entry : directory.permissions().entrySet()) {
      if (!entry.getValue().matches("[0-7]{3}")) {
        throw new SourceException(
            "The permission '"
                + entry.getValue()
                + "' for '"
                + entry.getKey()
                + "' is not understood. Write a glob and three octal digits, as in '755' for"
                + " '/scripts/*.sh'.");
      }
      try {
        permissions.add(
            new Permission(
                FileSystems.getDefault().getPathMatcher("glob:" + entry.getKey()),
                Integer.parseInt(entry.getValue(), 8)));
      } catch (PatternSyntaxException e) {
        throw new SourceException(
            "The pattern '"
                + entry.getKey()
                + "' is not understood. Write a glob over absolute"
                + " paths, as in '/scripts/*.sh'.",
            e);
      }
    }
    return permissions;
  }
}
