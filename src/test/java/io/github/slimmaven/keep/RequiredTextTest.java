package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequiredTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc abc",
        "a.bcd bcd",
        "ab?cd cd",
        "abc* ab",
        "abc+d abc",
        "abc{0,2}d ab",
        "a\\.b a.b",
        "a\\.?bc bc",
        "ab\\dcde cde",
        "ab[/x|)]cde cde",
        "ab[^\\]x]cde cde",
        "(?<a>.*/bin)/py /bin",
        "(?:abc)d abc",
        "(?:abc)?d d",
        "(?:abc)*+de de",
        "(?:abc){2,3}de de",
        "a(?:xyz|xy)b a",
        "(?!abcd)xy xy",
        "(?<=abcd)xy xy",
        "(?:a(?:x|y)bcd)e bcd",
        "ab(c(d)e)? ab",
        "^abc$ abc",
      })
  void isTheLongestTextThatIsSurelyThere(String expression, String literal) {
    assertThat(RequiredText.of(expression)).isEqualTo(literal);
  }

  @ParameterizedTest
  @CsvSource({
    "abc|abcd",
    "(?i)abc",
    "\\Qa?b\\E",
    "\\x41bc",
    "\\pLbc",
    "(a)\\1bc",
    "[]a]bc",
    "[^]a]bc",
    ".*",
    "a?b*",
  })
  void isEmptyWhereNothingIsSure(String expression) {
    assertThat(RequiredText.of(expression)).isEmpty();
  }

  @Test
  void isInAllThatThePacksFind() {
    List<String> paths =
        List.of(
            "/usr/bin/python3.11",
            "/usr/lib/python3.11/os.py",
            "/usr/lib/python3/dist-packages/yaml/__init__.py",
            "/usr/local/lib/python3.11/site-packages/a-1.0.dist-info/METADATA",
            "/srv/node_modules/@x/a/index.js",
            "/usr/share/nodejs/a/package.json",
            "/var/lib/gems/3.1.0/gems/rack-2.2/lib/rack.rb",
            "/var/lib/gems/3.1.0/specifications/rack-2.2.gemspec",
            "/usr/lib/ruby/3.1.0/json.rb",
            "/usr/lib/x86_64-linux-gnu/perl-base/strict.pm",
            "/usr/share/perl5/URI/http.pm",
            "/usr/sbin/nginx",
            "/usr/lib/x86_64-linux-gnu/libcrypto.so.3",
            "/usr/lib/x86_64-linux-gnu/libtinfo.so.6",
            "/usr/lib/x86_64-linux-gnu/libc.so.6",
            "/usr/lib/locale/C.utf8/LC_ALL",
            "/opt/tomcat/lib/catalina.jar");
    List<Expression> expressions =
        Stream.of(Level.BALANCED, Level.CONSERVATIVE)
            .flatMap(level -> Packs.of(level).stream())
            .flatMap(pack -> pack.needs().stream().map(Need::path))
            .toList();
    assertThat(paths)
        .allSatisfy(
            path ->
                assertThat(expressions)
                    .filteredOn(expression -> expression.pattern().matcher(path).matches())
                    .isNotEmpty()
                    .allMatch(expression -> path.contains(expression.literal()))
                    .allMatch(expression -> expression.matching(path).isPresent()));
  }
}
