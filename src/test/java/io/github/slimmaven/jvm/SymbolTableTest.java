package io.github.slimmaven.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolTableTest {
  @TempDir Path temp;

  @Test
  void libraryLosesItsInnerNamesAndStillLoads() throws Exception {
    byte[] library = compiled();

    byte[] stripped = SymbolTable.without(library).orElseThrow();

    assertThat(text(library)).contains("inner_name_of_this", "JNI_OnLoad", "GCC: ");
    assertThat(text(stripped)).doesNotContain("inner_name_of_this").contains("JNI_OnLoad", "GCC: ");
    assertThat(stripped).hasSizeLessThan(library.length);
    assertThat(SymbolTable.without(stripped)).isEmpty();
    Path file = Files.write(temp.resolve("libstripped.so"), stripped);
    System.load(file.toString());
    assertThat(sections(file))
        .contains(".dynsym", ".comment", ".shstrtab")
        .doesNotContain(".symtab");
  }

  @Test
  void whatIsNoLibraryOrABrokenOneStaysAsItIs() throws Exception {
    assertThat(SymbolTable.without("no library at all".repeat(9).getBytes(ISO_8859_1))).isEmpty();
    byte[] library = compiled();
    assertThat(SymbolTable.without(Arrays.copyOf(library, library.length / 2))).isEmpty();
  }

  private byte[] compiled() throws IOException, InterruptedException {
    Path source = temp.resolve("a.c");
    Files.writeString(
        source,
        """
        static int inner_name_of_this(void) { return 0x10008; }
        int JNI_OnLoad(void *vm, void *reserved) { return inner_name_of_this(); }
        """);
    Path library = temp.resolve("a.so");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler on this machine");
    run("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
    return Files.readAllBytes(library);
  }

  private static String sections(Path library) throws IOException, InterruptedException {
    return run("readelf", "-W", "-S", library.toString());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = text(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).doesNotContain("Warning", "Error");
    return out;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
