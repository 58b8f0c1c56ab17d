package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, /etc/passwd, true",
    "etc/passwd, /etc/passwd, true",
    "/etc/passwd, /etc/passwd-, false",
    "/etc/passwd, /x/etc/passwd, false",
    "/etc/*, /etc/passwd, true",
    "/etc/*, /etc/ssl/certs, false",
    "/etc/p*d, /etc/passwd, true",
    "/etc/p?sswd, /etc/passwd, true",
    "/etc/p?d, /etc/passwd, false",
    "/usr/share/**/foo*, /usr/share/foobar, true",
    "/usr/share/**/foo*, /usr/share/a/b/foo, true",
    "/usr/share/**/foo*, /usr/share/a/b/foo/c, false",
    "**/foo, /foo, true",
    "**/foo, /a/b/foo, true",
    "/a/**, /a/b/c, true",
    "/a/, /a/b/c, true",
    "/a/**/b/**/c, /a/b/b/x/c, true",
    "/a/**/b/**/c, /a/x/c, false",
    "/a//b, /a/b, true",
    "/**, /a, true"
  })
  void matchesAsInAnt(String pattern, String path, boolean matches) {
    assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "/", "/a/../b", "./x"})
  void refusesWhatIsNoPattern(String text) {
    if (text.equals("/")) {
      assertThat(PathPattern.of(text).matches("/a/b")).isTrue();
      return;
    }
    assertThatThrownBy(() -> PathPattern.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'" + text + "' is no pattern of paths: expected one as in '/usr/share/**/*.txt'");
  }

  @Test
  void isQuickForAnyPattern() {
    PathPattern pattern = PathPattern.of("/**/a*a*a*a*a*b".repeat(30));
    String path = ("/" + "a".repeat(200)).repeat(100);
    assertThat(
            Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> pattern.matches(path)))
        .isFalse();
  }
}
