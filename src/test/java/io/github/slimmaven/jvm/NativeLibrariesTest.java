package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
  private static final List<String> DESKTOP =
      List.of("awt", "awt_headless", "javajpeg", "lcms", "mlib_image", "fontmanager", "jsound");

  private static ModuleTable table;

  private final References references = new References(table);

  @BeforeAll
  static void read() throws IOException {
    table = Runtimes.table(Runtimes.current());
  }

  private List<String> needed(Stream<String> libraries, String... added) {
    Map<String, String> kept = NeededModules.of(table, references, List.of(), List.of(added));
    NativeLibraries natives = new NativeLibraries(table, kept, references, List.of(added));
    return libraries.filter(natives::needed).toList();
  }

  private List<String> desktop(String... constants) {
    for (String constant : constants) {
      references.constant(constant, "a");
    }
    return needed(DESKTOP.stream());
  }

  @Test
  void libraryGoesWithItsModuleAndAnUnknownOneStays() {
    assertThat(needed(Stream.of("sctp", "saproc", "net", "jsvml", "j2pkcs11", "jdwp", "awt")))
        .containsExactly("net", "jsvml", "j2pkcs11", "jdwp");
    assertThat(needed(Stream.of("sctp"), "jdk.sctp")).containsExactly("sctp");
  }

  @Test
  void beansNeedNoLibraryOfTheToolkit() {
    assertThat(desktop("java/beans/Introspector", "javax.swing.JTextPane")).isEmpty();
    assertThat(references.modules()).containsKey("java.desktop");
  }

  @Test
  void picturesNeedNoFonts() {
    assertThat(desktop("javax/imageio/ImageIO", "(Ljava/awt/image/BufferedImage;)V"))
        .containsExactly("awt", "awt_headless", "javajpeg", "lcms");
  }

  @Test
  void whoRefersToAnOperationOnPicturesGetsItsLibrary() {
    assertThat(desktop("java/awt/image/AffineTransformOp"))
        .contains("mlib_image")
        .doesNotContain("fontmanager");
  }

  @Test
  void whoDrawsGetsFonts() {
    assertThat(desktop("()Ljava/awt/Graphics2D;"))
        .contains("awt", "mlib_image", "fontmanager")
        .doesNotContain("jsound");
  }

  @Test
  void soundNeedsItsLibraryAlone() {
    assertThat(desktop("javax/sound/sampled/Clip")).containsExactly("jsound");
  }

  @Test
  void moduleThatTheUserAddsOrThatAToolRequiresKeepsAll() {
    assertThat(needed(DESKTOP.stream(), "java.desktop")).isEqualTo(DESKTOP);
    assertThat(needed(DESKTOP.stream(), "jdk.jconsole")).isEqualTo(DESKTOP);
  }

  @Test
  void nativeKerberosIsAskedForByItsProperty() {
    assertThat(needed(Stream.of("j2gss"), "jdk.security.jgss")).isEmpty();
    references.text("java -Dsun.security.jgss.native=true -jar a.jar", "the command");
    assertThat(needed(Stream.of("j2gss"))).containsExactly("j2gss");
  }

  @Test
  void smartCardsAreNamedByTheApp() {
    assertThat(needed(Stream.of("j2pcsc"))).isEmpty();
    references.constant("javax/smartcardio/TerminalFactory", "a");
    assertThat(needed(Stream.of("j2pcsc"))).containsExactly("j2pcsc");
  }
}
