package io.github.slimmaven.inventory.scan;

import static io.github.slimmaven.inventory.scan.Components.KEPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.inventory.scan.Component.Built;
import org.junit.jupiter.api.Test;

class ComponentTest {
  @Test
  void packageUrlsAreEncoded() {
    assertThat(Components.deb("curl", "1:7.88.1-10+deb12u5", "curl", KEPT).purl())
        .isEqualTo("pkg:deb/debian/curl@1:7.88.1-10%2Bdeb12u5?distro=debian-12");
    assertThat(Components.component("npm", "@angular/core", "1.0.0", KEPT).purl())
        .isEqualTo("pkg:npm/%40angular/core@1.0.0");
    assertThat(Components.component("pypi", "Typing_Extensions", "", KEPT).purl())
        .isEqualTo("pkg:pypi/typing-extensions");
    assertThat(Components.component("npm", "a\n\"é", "1", KEPT).purl())
        .isEqualTo("pkg:npm/a%0A%22%C3%A9@1");
  }

  @Test
  void theSourceOfADebianPackageMayHaveAVersionOfItsOwn() {
    assertThat(Built.ofDebian("gcc-12 (12.2.0-14)", "4:12.2"))
        .isEqualTo(new Built("gcc-12", "12.2.0-14"));
    assertThat(Built.ofDebian("glibc", "2.36-9")).isEqualTo(new Built("glibc", "2.36-9"));
    assertThat(Built.ofDebian("glibc (", "2.36-9")).isEqualTo(new Built("glibc", "2.36-9"));
  }

  @Test
  void onlyAPackageThatLostAllItsFilesIsRemoved() {
    assertThat(new Presence(0, 3).state()).isEqualTo(Presence.State.REMOVED);
    assertThat(new Presence(1, 3).state()).isEqualTo(Presence.State.PARTIAL);
    assertThat(new Presence(3, 3).state()).isEqualTo(Presence.State.KEPT);
    assertThat(new Presence(0, 0).state()).isEqualTo(Presence.State.KEPT);
    assertThatThrownBy(() -> new Presence(4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'4' of '3' files were kept");
  }
}
