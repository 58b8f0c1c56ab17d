package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainClassTest {
  @TempDir Path temp;

  @Test
  void onlyCandidateIsTaken() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop");

    assertThat(MainClass.of(Fixtures.request(none(), none(), Optional.of(classes))))
        .isEqualTo("shop.Shop");
  }

  @Test
  void severalCandidatesAreNamed() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop", "shop.Tool");

    assertThatThrownBy(() -> MainClass.of(Fixtures.request(none(), none(), Optional.of(classes))))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "More than one class in '"
                + classes
                + "' has a 'main' method: 'shop.Shop', 'shop.Tool'. Set 'mainClass' to the class"
                + " to start.");
  }

  @Test
  void noCandidateFails() throws Exception {
    Path classes = Files.createDirectories(temp.resolve("classes"));

    assertThatThrownBy(() -> MainClass.of(Fixtures.request(none(), none(), Optional.of(classes))))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "No class in '"
                + classes
                + "' has a 'main' method. Set 'mainClass' to the class to start.");
  }

  @Test
  void manifestOfTheArtifactDecidesBetweenCandidates() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop", "shop.Tool");
    Path jar = Fixtures.jar(temp.resolve("a.jar"), Map.of("Main-Class", "shop.Tool"), Map.of());

    assertThat(MainClass.of(Fixtures.request(none(), Optional.of(jar), Optional.of(classes))))
        .isEqualTo("shop.Tool");
  }

  @Test
  void givenClassWins() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop", "shop.Tool");

    assertThat(
            MainClass.of(
                Fixtures.with(
                    Fixtures.request(none(), none(), Optional.of(classes)),
                    Fixtures.mainClass("other.Main"))))
        .isEqualTo("other.Main");
  }

  @Test
  void artifactThatIsNoJarIsNamed() throws Exception {
    Path classes = Fixtures.mains(temp.resolve("classes"), "shop.Shop");
    Path broken = Files.writeString(temp.resolve("broken.jar"), "no zip");

    assertThatThrownBy(
            () -> MainClass.of(Fixtures.request(none(), Optional.of(broken), Optional.of(classes))))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("'" + broken + "' is no readable jar: ")
        .hasMessageEndingWith("Package the project again.");
  }

  private static Optional<Path> none() {
    return Optional.empty();
  }
}
