package io.github.slimmaven.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RubyGemsTest {
  private static final String RUBY = "usr/local/lib/ruby/";
  private static final String GEMS = RUBY + "gems/3.3.0/";

  @TempDir private Path directory;
  private Rootfs root;

  @BeforeEach
  void root() throws Exception {
    root = new Rootfs(directory);
  }

  @Test
  void anInstalledGemOwnsItsDirectories() throws Exception {
    root.text(GEMS + "specifications/nokogiri-1.16-x86_64-linux.gemspec", specification("nokogiri"))
        .texts(GEMS + "gems/nokogiri-1.16-x86_64-linux/lib/nokogiri.rb", GEMS + "gems/other-1/a.rb")
        .texts(
            GEMS + "extensions/x86_64-linux/3.3.0/nokogiri-1.16-x86_64-linux/gem.build_complete");

    assertThat(root.parts())
        .containsExactly(
            "gem:nokogiri@2.0 [/"
                + GEMS
                + "extensions/x86_64-linux/3.3.0/nokogiri-1.16-x86_64-linux/gem.build_complete, /"
                + GEMS
                + "gems/nokogiri-1.16-x86_64-linux/lib/nokogiri.rb, /"
                + GEMS
                + "specifications/nokogiri-1.16-x86_64-linux.gemspec]");
  }

  @Test
  void aGemThatComesWithRubyOwnsItsPartOfTheLibrary() throws Exception {
    root.text(
            GEMS + "specifications/default/json-2.0.gemspec",
            specification("json")
                + "  s.files = [\"README.md\".freeze, \"json.rb\".freeze, \"lib/json/ext.rb\".freeze,"
                + " \"json/parser.so\".freeze]\n")
        .texts(RUBY + "3.3.0/json.rb", RUBY + "3.3.0/json/ext.rb", RUBY + "3.3.0/set.rb")
        .texts(RUBY + "3.3.0/x86_64-linux-gnu/json/parser.so", GEMS + "gems/json-2.0/exe/json");

    assertThat(root.parts())
        .containsExactly(
            "gem:json@2.0 [/"
                + String.join(
                    ", /",
                    RUBY + "3.3.0/json.rb",
                    RUBY + "3.3.0/json/ext.rb",
                    RUBY + "3.3.0/x86_64-linux-gnu/json/parser.so",
                    GEMS + "gems/json-2.0/exe/json",
                    GEMS + "specifications/default/json-2.0.gemspec")
                + "]");
  }

  @Test
  void aGemOfUnknownFilesIsNeverTakenForGone() throws Exception {
    root.text(GEMS + "specifications/default/set-2.0.gemspec", specification("set"))
        .text(GEMS + "specifications/rack-3.0.gemspec", specification("rack"))
        .texts(RUBY + "3.3.0/set.rb");
    Rootfs slim = new Rootfs(Files.createDirectory(directory.resolve("slim")));
    slim.texts(RUBY + "3.3.0/set.rb");

    assertThat(root.presences(slim)).containsExactlyInAnyOrder("set kept", "rack kept");
  }

  private static String specification(String name) {
    return "Gem::Specification.new do |s|\n  s.name = \""
        + name
        + "\".freeze\n  s.version = \"2.0\"\n";
  }
}
