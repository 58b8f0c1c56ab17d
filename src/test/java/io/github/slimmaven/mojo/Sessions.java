package io.github.slimmaven.mojo;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.Server;
import org.eclipse.aether.DefaultRepositorySystemSession;

/** Real Maven sessions of a small project. */
final class Sessions {
  private Sessions() {}

  /** A project {@code Shop-Web:1.4} in this folder. */
  static MavenProject project(Path basedir) {
    Model model = new Model();
    model.setGroupId("com.example");
    model.setArtifactId("Shop-Web");
    model.setVersion("1.4");
    Build build = new Build();
    build.setDirectory(basedir.resolve("target").toString());
    build.setOutputDirectory(basedir.resolve("target/classes").toString());
    model.setBuild(build);
    MavenProject project = new MavenProject(model);
    project.setFile(basedir.resolve("pom.xml").toFile());
    project.setArtifact(
        new DefaultArtifact(
            "com.example", "Shop-Web", "1.4", null, "jar", "", new DefaultArtifactHandler("jar")));
    return project;
  }

  /** A session that builds this project. */
  @SuppressWarnings("deprecation") // Maven has no other way to make one
  static MavenSession of(MavenProject project, Properties user, List<Server> servers) {
    Properties system = new Properties();
    system.setProperty("user.home", project.getBasedir() + "/home");
    MavenExecutionRequest request =
        new DefaultMavenExecutionRequest()
            .setUserProperties(user)
            .setSystemProperties(system)
            .setServers(servers);
    MavenSession session =
        new MavenSession(
            null, new DefaultRepositorySystemSession(), request, new DefaultMavenExecutionResult());
    session.setProjects(List.of(project));
    session.setAllProjects(List.of(project));
    session.setCurrentProject(project);
    return session;
  }

  /** A session of a request, without any project. */
  @SuppressWarnings("deprecation") // Maven has no other way to make one
  static MavenSession of(MavenExecutionRequest request) {
    return new MavenSession(
        null, new DefaultRepositorySystemSession(), request, new DefaultMavenExecutionResult());
  }
}
