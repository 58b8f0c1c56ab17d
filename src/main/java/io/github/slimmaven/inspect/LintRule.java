package io.github.slimmaven.inspect;

import io.github.slimmaven.inspect.Lint.Severity;

/** The rules of {@code slim:lint}. Ids never change their meaning; new rules get new ids. */
public enum LintRule {
  SLIM001(
      Severity.WARN,
      "The base image has no tag, or 'latest'",
      "name a version and its digest, as in 'python:3.12-slim@sha256:...'"),
  SLIM002(
      Severity.INFO,
      "The base image is not pinned by its digest",
      "add '@sha256:...' behind the tag, and have a bot renew it"),
  SLIM003(
      Severity.WARN,
      "Sources are copied before the dependencies are installed",
      "copy the list of dependencies alone, install, then copy the sources"),
  SLIM004(
      Severity.WARN,
      "Build tools are in the final stage",
      "build in an earlier stage and 'COPY --from' what it made"),
  SLIM005(
      Severity.WARN,
      "The app runs as root",
      "add a user and 'USER' with its number, as in 'USER 10001'"),
  SLIM006(
      Severity.INFO,
      "The working directory is not the user's",
      "'COPY --chown' if the app writes there; else leave it and ignore this rule"),
  SLIM007(
      Severity.WARN,
      "The app runs in a development server",
      "start a production server, as gunicorn, 'node server.js' or the packaged jar"),
  SLIM008(
      Severity.ERROR,
      "The app runs with a debugger",
      "leave the debugger out of the image; give its option when it is needed"),
  SLIM009(
      Severity.WARN,
      "There is no health check",
      "add 'HEALTHCHECK CMD ...', or name the Kubernetes manifest with its probe in 'kubernetes'"),
  SLIM010(
      Severity.WARN,
      "A package cache is left in a layer",
      "remove it in the same RUN, or use 'RUN --mount=type=cache'"),
  SLIM011(
      Severity.ERROR,
      "A secret is in the image's environment or history",
      "give it at run time; for a build use 'RUN --mount=type=secret', and renew this one"),
  SLIM012(
      Severity.WARN,
      "ADD takes a URL",
      "use 'ADD --checksum=sha256:...', or RUN with a download that is checked"),
  SLIM013(
      Severity.WARN,
      "sudo is in the image",
      "run as root what needs it before 'USER', and leave sudo out"),
  SLIM014(
      Severity.WARN,
      "The port of ssh is exposed",
      "leave sshd out; 'docker exec' and 'kubectl exec' give a shell"),
  SLIM015(
      Severity.WARN,
      "The .dockerignore is missing or lets in what should stay out",
      "list '.git', secrets and what builds make in '.dockerignore'"),
  SLIM016(
      Severity.WARN,
      "A directory is writable by everyone",
      "give it to the app's user, or set the sticky bit ('chmod 1777')"),
  SLIM017(
      Severity.INFO,
      "A program runs with more rights than its caller",
      "remove it, or 'chmod a-s'; run with no-new-privileges");

  private final Severity severity;
  private final String about;
  private final String remedy;

  LintRule(Severity severity, String about, String remedy) {
    this.severity = severity;
    this.about = about;
    this.remedy = remedy;
  }

  public Severity severity() {
    return severity;
  }

  /** What a finding of it says in general. */
  public String about() {
    return about;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
