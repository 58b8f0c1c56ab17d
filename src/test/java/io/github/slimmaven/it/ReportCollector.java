package io.github.slimmaven.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.eventspy.AbstractEventSpy;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Copies what each goal of the plugin leaves, before a later goal or build writes it anew. Maven
 * loads it in the projects of src/it ({@code maven.ext.class.path}); {@link ReportSchemas} looks at
 * the copies when the suite ends. They go to the directory {@code slim.it.reports}.
 */
@Named
@Singleton
public final class ReportCollector extends AbstractEventSpy {
  static final String DIRECTORY = "slim.it.reports";
  private static final Set<ExecutionEvent.Type> ENDS =
      Set.of(ExecutionEvent.Type.MojoSucceeded, ExecutionEvent.Type.MojoFailed);

  @Override
  public void onEvent(Object event) throws Exception {
    if (event instanceof ExecutionEvent execution
        && ENDS.contains(execution.getType())
        && execution.getMojoExecution().getGroupId().equals("io.github.slimmaven")) {
      String reports = execution.getSession().getUserProperties().getProperty(DIRECTORY);
      if (reports != null) {
        collect(output(execution), Path.of(reports));
      }
    }
  }

  /** Where the goal wrote to. */
  private static Path output(ExecutionEvent event) throws ExpressionEvaluationException {
    MavenSession session = event.getSession();
    MojoExecution goal = event.getMojoExecution();
    Xpp3Dom configured =
        goal.getConfiguration() == null
            ? null
            : goal.getConfiguration().getChild("outputDirectory");
    Object value = null;
    if (configured != null) {
      PluginParameterExpressionEvaluator evaluator =
          new PluginParameterExpressionEvaluator(session, goal);
      value = configured.getValue() == null ? null : evaluator.evaluate(configured.getValue());
      if (value == null && configured.getAttribute("default-value") != null) {
        value = evaluator.evaluate(configured.getAttribute("default-value"));
      }
    }
    String path = value == null ? "target/slim" : value.toString();
    File base = event.getProject().getBasedir();
    Path directory = base == null ? Path.of(session.getExecutionRootDirectory()) : base.toPath();
    // Without a pom, Maven leaves the directory of the project as it is named.
    return directory.resolve(path.replace("${project.basedir}" + File.separator, ""));
  }

  /** A copy of each version: its name is that of its bytes. */
  static void collect(Path output, Path reports) throws IOException {
    for (String name : List.of("report.json", "size.json")) {
      Path file = output.resolve(name);
      if (Files.isRegularFile(file)) {
        byte[] bytes = Files.readAllBytes(file);
        byte[] key =
            (file + "\0" + new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        Path copy =
            Files.createDirectories(reports.resolve(UUID.nameUUIDFromBytes(key).toString()));
        Files.writeString(copy.resolve("from"), file.toString());
        Path part = Files.write(copy.resolve("part"), bytes);
        Files.move(part, copy.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
