package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.HeaderEdit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeepPatternTest {
  @ParameterizedTest
  @CsvSource({"0750,488", "750,488", "4755,2541", "04755,2541", "' 0000 ',0"})
  void modesAreOctal(String text, int mode) {
    assertThat(KeepPattern.of("/a", text, "", "").edit().mode()).hasValue(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9x9", "0888", "7", "75", "17777", "-750", "u+x"})
  void whatIsNoModeIsNamed(String text) {
    assertThatThrownBy(() -> KeepPattern.of("/var/**", text, "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'" + text + "' is no mode for '/var/**': expected an octal number as in '0750'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"www-data", "-1", "4294967295", "99999999999"})
  void whatIsNoOwnerIsNamed(String text) {
    String message =
        "'"
            + text
            + "' is no number of a user or group for '/var/**': expected one as in '999'; names"
            + " are not looked up";
    assertThatThrownBy(() -> KeepPattern.of("/var/**", "", text, "")).hasMessage(message);
    assertThatThrownBy(() -> KeepPattern.of("/var/**", "", "", text)).hasMessage(message);
  }

  @Test
  void theLastPatternDecidesForEachValue() throws IOException {
    FakeTree tree = new FakeTree().files("/var/app/a", "/var/app/b", "/etc/c");

    Map<String, HeaderEdit> edits =
        edits(
            tree,
            KeepPattern.of("/var/app", "0750", "7", ""),
            KeepPattern.of("/var/app/b", "0600", "", "8"));

    assertThat(edits)
        .containsOnlyKeys("/var/app", "/var/app/a", "/var/app/b")
        .containsEntry("/var/app/a", edit(0750, 7))
        .containsEntry(
            "/var/app/b",
            new HeaderEdit(OptionalInt.of(0600), OptionalLong.of(7), OptionalLong.of(8)));
  }

  @Test
  void allNamesOfAFileGetTheSame() throws IOException {
    FakeTree tree =
        new FakeTree()
            .files("/a/first")
            .hardLink("/b/second", "/a/first")
            .hardLink("/c/third", "/b/second");

    assertThat(edits(tree, KeepPattern.of("/b/second", "0640", "7", "")))
        .isEqualTo(
            Map.of(
                "/a/first", edit(0640, 7), "/b/second", edit(0640, 7), "/c/third", edit(0640, 7)));
  }

  @Test
  void whatIsSoAlreadyIsNoChangeAndSymlinksHaveNoMode() throws IOException {
    FakeTree tree = new FakeTree().files("/a/x").link("/a/link", "x");

    assertThat(edits(tree, KeepPattern.of("/a/x", "0644", "0", "0"))).isEmpty();
    assertThat(edits(tree, KeepPattern.of("/a/*", "0600", "", ""))).containsOnlyKeys("/a/x");
  }

  @Test
  void aPatternThatMatchesNothingIsNamed() throws IOException {
    KeepRequest request =
        new KeepRequest(
            Level.BALANCED,
            List.of(KeepPattern.of("/gone/**", "0600", "", "")),
            List.of("/nowhere"),
            List.of(),
            Set.of(),
            new Extras(List.of("nothing"), List.of("none"), false, false));

    KeepSet set = Keeping.of().request(request).decide(new FakeTree().files("/a"));

    assertThat(set.unmatched())
        .containsExactlyInAnyOrder("/gone/**", "/nowhere", "nothing", "none");
  }

  private static HeaderEdit edit(int mode, long uid) {
    return new HeaderEdit(OptionalInt.of(mode), OptionalLong.of(uid), OptionalLong.empty());
  }

  private static Map<String, HeaderEdit> edits(FakeTree tree, KeepPattern... patterns)
      throws IOException {
    return Keeping.of()
        .request(
            new KeepRequest(
                Level.AGGRESSIVE, List.of(patterns), List.of(), List.of(), Set.of(), Extras.NONE))
        .decide(tree)
        .edits();
  }
}
