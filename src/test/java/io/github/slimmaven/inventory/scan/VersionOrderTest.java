package io.github.slimmaven.inventory.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {
  /** deb-version(7), "Sorting algorithm", and Debian Policy 5.6.12. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "~~ < ~~a < ~ < a",
        "1.0~beta1~svn1245 < 1.0~beta1 < 1.0 < 1.0-1 < 1.0-1+deb12u1 < 1.0-2",
        "1.2a < 1.2+ < 1.2.9 < 1.2.10 < 2 < 1:0.1 < 2:0",
        "2.36-9+deb12u4 < 2.36-9+deb12u10 < 2.36-10~bpo1 < 2.36-10",
        "0:1.0 = 1.0 = 1.0-0 = 01.00",
        "1-2-3 < 1-2-4",
        "99999999999999999999 < 100000000000000000000"
      })
  void debian(String chain) {
    holds(new DpkgOrder(), chain);
  }

  /** POM Reference, "Version Order Specification". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-alpha < 1-beta < 1-milestone < 1-rc < 1-SNAPSHOT < 1 < 1-sp < 1-foo < 1-1 < 1.1",
        "1 = 1.0 = 1.ga = 1-final = 1.0.0",
        "2.0-beta9 < 2.3.1 < 2.4 < 2.12.2 < 2.13.0 < 2.15.0",
        "1.0-alpha1 = 1.0-a1 = 1.0-alpha-1",
        "32.1.3-android < 32.1.3-jre < 33.0.0-jre"
      })
  void maven(String chain) {
    holds(new MavenOrder(), chain);
  }

  @Test
  void mavenIsAsMavenArtifactSays() {
    List<String> versions =
        List.of("1", "1.0-SNAPSHOT", "1.0.RELEASE", "1.0.Final", "1-rc1", "1.cr2", "1.0.1-b3", "0");
    for (String a : versions) {
      for (String b : versions) {
        assertThat(Integer.signum(new MavenOrder().compare(a, b)))
            .as("%s, %s", a, b)
            .isEqualTo(
                Integer.signum(new ComparableVersion(a).compareTo(new ComparableVersion(b))));
      }
    }
  }

  /** PEP 440, "Summary of permitted suffixes and relative ordering", and "Normalization". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.dev0 < 1.0.dev456 < 1.0a1 < 1.0a2.dev456 < 1.0a12.dev456 < 1.0a12 < 1.0b1.dev456"
            + " < 1.0b2 < 1.0b2.post345.dev456 < 1.0b2.post345 < 1.0rc1.dev456 < 1.0rc1 < 1.0"
            + " < 1.0+abc.5 < 1.0+abc.7 < 1.0+5 < 1.0.post456.dev34 < 1.0.post456 < 1.0.15"
            + " < 1.1.dev1 < 1!0.1",
        "1.0 = 1 = v1.0.0 = 1.0.0.0 = 0!1",
        "1.0-rc.1 = 1.0c1 = 1.0.pre1 = 1.0RC1",
        "1.0-1 = 1.0.post1 = 1.0.rev1 < 1.0.post2",
        "1.0a = 1.0alpha0",
        "1.0+ubuntu-1 = 1.0+ubuntu.1"
      })
  void python(String chain) {
    holds(new Pep440Order(), chain);
  }

  /** Semantic Versioning 2.0.0, clauses 10 and 11. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < 1.0.0-beta.2"
            + " < 1.0.0-beta.11 < 1.0.0-rc.1 < 1.0.0 < 2.0.0 < 2.1.0 < 2.1.1 < 2.10.0",
        "1.0.0+20130313144700 = 1.0.0+exp.sha = v1.0.0 = 1.0 = 1",
        "1.0.0-1 < 1.0.0-a"
      })
  void npm(String chain) {
    holds(new SemverOrder(), chain);
  }

  /** apk-tools, {@code test/version.data}; Gentoo's PMS, 3.3, from which it comes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0_alpha < 1.0_alpha2 < 1.0_beta < 1.0_pre1 < 1.0_rc1 < 1.0 < 1.0_cvs < 1.0_git20240101"
            + " < 1.0_p1 < 1.0_p2",
        "1.2.3-r0 < 1.2.3-r1 < 1.2.3-r10 < 1.2.3a < 1.2.3b < 1.2.3.1 < 1.2.10",
        "1.01 < 1.1 < 1.2 < 1.10",
        "0.1.0_alpha_pre2 < 0.1.0_alpha",
        "2.36-r0 = 2.36-r00",
        "3.0.12-r4 < 3.0.12-r5 < 3.1.0-r0"
      })
  void alpine(String chain) {
    holds(new ApkOrder(), chain);
  }

  /** rpm's {@code tests/rpmvercmp.at}, and rpm-version(7). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0~rc1 < 1.0~rc1^git1 < 1.0 < 1.0^ < 1.0^git1 < 1.0^git2 < 1.0.1 < 2.0",
        "5.5p1 < 5.5p2 < 5.5p10",
        "xyz.4 < 2 < 2a < 8",
        "10xyz < 10.1xyz",
        "1.0^git1~pre < 1.0^git1 < 1.01",
        "2_0 = 2.0 = 2+0",
        "6.5p1 < 6.6p1",
        "10.0001 = 10.1",
        "1.0-1.el9 < 1.0-2.el9 < 1:0.5-1.el9",
        "0:2.3-4.el9 = 2.3-4.el9",
        "4.999.9 < 5.0"
      })
  void rpm(String chain) {
    holds(new RpmOrder(), chain);
  }

  @Test
  void whatIsNoVersionIsRefused() {
    String endless = "1.".repeat(300) + "1";
    for (VersionOrder order :
        List.of(
            new DpkgOrder(),
            new MavenOrder(),
            new Pep440Order(),
            new SemverOrder(),
            new ApkOrder(),
            new RpmOrder())) {
      for (String text : List.of("", " ", "1 0", "1\n", "${revision}", endless)) {
        assertThat(order.isVersion(text)).as("%s: '%s'", order.getClass(), text).isFalse();
      }
      assertThatThrownBy(() -> order.compare("1", "1 0"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("'1 0' is no version");
    }
  }

  /** Each with each other, both ways. */
  private static void holds(VersionOrder order, String chain) {
    List<String> groups = List.of(chain.split(" < "));
    for (int i = 0; i < groups.size(); i++) {
      for (int j = 0; j < groups.size(); j++) {
        for (String a : groups.get(i).split(" = ")) {
          for (String b : groups.get(j).split(" = ")) {
            assertThat(Integer.signum(order.compare(a, b)))
                .as("%s to %s", a, b)
                .isEqualTo(Integer.compare(i, j));
          }
        }
      }
    }
  }
}
