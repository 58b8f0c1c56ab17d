package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.jvm.JvmRequest;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  @Test
  void whatAnotherGoalHadResolvedIsSeenWithItsTrail() {
    Artifact artifact =
        new DefaultArtifact(
            "org.b", "b", "2.0", "compile", "jar", null, new DefaultArtifactHandler("jar"));
    artifact.setFile(new File("repository/b-2.0.jar"));
    artifact.setDependencyTrail(
        List.of("com.shop:shop:jar:1.0", "org.a:a:jar:1.0", "org.b:b:jar:2.0"));
    MavenProject project = new MavenProject();
    project.setResolvedArtifacts(Set.of(artifact));
    project.setArtifactFilter(none -> false);

    assertThat(Dependencies.of(project))
        .isEqualTo(
            Map.of(
                "b-2.0.jar",
                new JvmRequest.Dependency("org.b:b:2.0", List.of("org.a:a:1.0", "org.b:b:2.0"))));
    assertThat(project.getArtifacts()).isEmpty();
  }

  @Test
  void projectWithoutDependenciesHasNone() {
    assertThat(Dependencies.of(new MavenProject())).isEmpty();
  }
}
