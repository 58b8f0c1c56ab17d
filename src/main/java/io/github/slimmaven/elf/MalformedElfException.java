package io.github.slimmaven.elf;

import java.io.IOException;

/** An ELF file that contradicts itself; the dynamic linker would refuse it too. */
final class MalformedElfException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedElfException(String message) {
    super(message);
  }
}
