package io.github.slimmaven.inventory.scan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds what was found against what documents say of it. */
final class Stating {
  private final List<Statement> statements;
  private final ScannedImage image;
  private final Collection<Component> components;

  Stating(List<Statement> statements, ScannedImage image, Collection<Component> components) {
    this.statements =
        statements.stream().sorted(Comparator.comparing(Statement::document)).toList();
    this.image = image;
    this.components = components;
  }

  /**
   * Adds what a document says a package has, then takes out what one says a package does not have.
   * Where documents differ, it has it.
   */
  void apply(Findings findings) {
    for (Statement statement : statements) {
      if (statement.status() == Statement.Status.AFFECTED && !statement.ids().isEmpty()) {
        Advisory record =
            record(findings.known(statement).stream().findFirst().orElse(id(statement)), statement);
        for (Component component : statement.named(components, image)) {
          findings.add(
              record.id(),
              statement.ids(),
              component,
              record,
              statement.severity(),
              Optional.empty());
        }
      }
    }
    for (Statement statement : statements) {
      if (statement.status().clears()) {
        clear(findings, statement);
      }
    }
  }

  private void clear(Findings findings, Statement statement) {
    List<String> ids = findings.known(statement);
    if (ids.isEmpty()) {
      return;
    }
    Set<Component> about = statement.about(components, image);
    for (String id : ids) {
      for (Component component : findings.components(id)) {
        if (about.contains(component) && !isContradicted(statement, component)) {
          findings.clear(id, component, statement);
        }
      }
    }
  }

  private boolean isContradicted(Statement clearing, Component component) {
    return statements.stream()
        .filter(other -> other.status() == Statement.Status.AFFECTED)
        .filter(other -> other.ids().stream().anyMatch(clearing.ids()::contains))
        .anyMatch(other -> other.named(List.of(component), image).contains(component));
  }

  private static String id(Statement statement) {
    return statement.ids().stream()
        .filter(Identities::isCve)
        .findFirst()
        .orElse(statement.ids().first());
  }

  private static Advisory record(String id, Statement statement) {
    return new Advisory(
        id,
        List.copyOf(statement.ids()),
        Optional.empty(),
        false,
        statement.severity(),
        "",
        List.of(),
        false);
  }
}
