package io.github.slimmaven.mojo;

import io.github.slimmaven.jvm.JvmRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/** What a project depends on, as far as Maven has resolved it: as {@code slim:build} has it do. */
final class Dependencies {
  private Dependencies() {}

  /** By the name of the file, which is what an image has of them. */
  static Map<String, JvmRequest.Dependency> of(MavenProject project) {
    Map<String, JvmRequest.Dependency> dependencies = new TreeMap<>();
    // A goal that asks for no dependencies is shown none, even if another had them resolved.
    MavenProject resolved = project.clone();
    resolved.setArtifactFilter(artifact -> true);
    for (Artifact artifact : resolved.getArtifacts()) {
      if (artifact.getFile() != null) {
        dependencies.put(
            artifact.getFile().getName(),
            new JvmRequest.Dependency(
                String.join(
                    ":", artifact.getGroupId(), artifact.getArtifactId(), artifact.getVersion()),
                trail(artifact)));
      }
    }
    return dependencies;
  }

  /** Maven's trail starts with the project itself; its elements have a type before the version. */
  private static List<String> trail(Artifact artifact) {
    List<String> trail = artifact.getDependencyTrail();
    return trail == null
        ? List.of()
        : trail.stream().skip(1).map(id -> id.replaceFirst("^([^:]+:[^:]+):[^:]+", "$1")).toList();
  }
}
