package io.github.slimmaven.harden;

/** What can be given up by itself if an app does not work under it. */
public enum Part {
  /** The system calls of {@code seccomp.json}. */
  SECCOMP("its own seccomp profile"),
  /** All capabilities dropped but the listed ones. */
  CAPABILITIES("dropped capabilities"),
  /** No program gains privileges by being executed (PR_SET_NO_NEW_PRIVS). */
  NO_NEW_PRIVILEGES("no-new-privileges"),
  /** A root file system that nobody may write to. */
  READ_ONLY("a read-only root");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  /** For sentences. */
  public String label() {
    return label;
  }
}
