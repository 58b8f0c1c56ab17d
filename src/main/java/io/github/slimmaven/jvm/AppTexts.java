package io.github.slimmaven.jvm;

/** Who is told what {@link AppScan} reads. A file in an archive is {@code /app.jar!lib/a.txt}. */
interface AppTexts {
  /** A file that is no archive. */
  default void file(String path) {}

  /**
   * An archive, before what is in it.
   *
   * @param bytes that it takes where it lies; -1 if that is not known
   */
  default void archive(String path, long bytes) {}

  /** A text of a class's constant pool. */
  void constant(String text, String from);

  /** A text that people wrote: configuration, a script, a manifest. */
  void text(String text, String from);

  /** Tells another one, too. */
  default AppTexts and(AppTexts other) {
    AppTexts first = this;
    return new AppTexts() {
      @Override
      public void file(String path) {
        first.file(path);
        other.file(path);
      }

      @Override
      public void archive(String path, long bytes) {
        first.archive(path, bytes);
        other.archive(path, bytes);
      }

      @Override
      public void constant(String text, String from) {
        first.constant(text, from);
        other.constant(text, from);
      }

      @Override
      public void text(String text, String from) {
        first.text(text, from);
        other.text(text, from);
      }
    };
  }
}
