package io.github.slimmaven.mojo;

import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.MojoExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Executions of Maven's test plugins, and their configuration. */
final class Failsafe {
  private static final String GROUP = "org.apache.maven.plugins";
  private static final String FAILSAFE = "maven-failsafe-plugin";
  private static final Set<String> PLUGINS = Set.of(FAILSAFE, "maven-surefire-plugin");
  private static final String SYSTEM_PROPERTIES = "systemPropertyVariables";

  private Failsafe() {}

  /** Whether it is one of Failsafe's or Surefire's goals. */
  static boolean runsTests(MojoExecution execution) {
    return GROUP.equals(execution.getGroupId()) && PLUGINS.contains(execution.getArtifactId());
  }

  /** Whether it runs Failsafe's tests, and leaves a summary of them. */
  static boolean isIntegrationTest(MojoExecution execution) {
    return GROUP.equals(execution.getGroupId())
        && FAILSAFE.equals(execution.getArtifactId())
        && "integration-test".equals(execution.getGoal());
  }

  /**
   * Adds system properties for the tests.
   *
   * @param winning whether they replace those that the user has configured
   */
  static void setSystemProperties(
      MojoExecution execution, Map<String, String> properties, boolean winning) {
    Xpp3Dom configuration = configuration(execution);
    Xpp3Dom variables = child(configuration, SYSTEM_PROPERTIES);
    properties.forEach(
        (name, value) -> {
          if (winning || variables.getChild(name) == null) {
            child(variables, name).setValue(value);
          }
        });
    execution.setConfiguration(configuration);
  }

  /** Sets a parameter. */
  static void set(MojoExecution execution, String parameter, String value) {
    Xpp3Dom configuration = configuration(execution);
    child(configuration, parameter).setValue(value);
    execution.setConfiguration(configuration);
  }

  /** A copy: which of Maven's own it is differs from version to version. */
  static Xpp3Dom configuration(MojoExecution execution) {
    return execution.getConfiguration() == null
        ? new Xpp3Dom("configuration")
        : new Xpp3Dom(execution.getConfiguration());
  }

  private static Xpp3Dom child(Xpp3Dom parent, String name) {
    Xpp3Dom child = parent.getChild(name);
    if (child == null) {
      child = new Xpp3Dom(name);
      parent.addChild(child);
    }
    return child;
  }
}
