package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PacksTest {
  private final FakeTree tree = new FakeTree();

  @Test
  void nodeKeepsThePackageOfARequiredFileWithItsDependencies() throws IOException {
    String modules = "/srv/site/node_modules";
    tree.files(modules + "/a/index.js", modules + "/a/views/x.ejs", modules + "/a/x.js.map")
        .file(
            modules + "/a/package.json",
            """
            {"name": "a", "devDependencies": {"mocha": "1"},
              "dependencies": {"b": "^1", "@x/c": "2"}, "scripts": {"d": "1"}}
            """)
        .files(modules + "/a/node_modules/b/b.js", modules + "/b/b.js", modules + "/@x/c/c.js")
        .files(modules + "/mocha/m.js", modules + "/d/d.js")
        .files("/usr/share/nodejs/late/l.js", "/usr/share/nodejs/other/o.js")
        .file("/app/a.js", "function f() { return require('late/l'); }");
    assertThat(Keeping.of("/app").opened(modules + "/a/index.js").of(tree))
        .containsEntry(modules + "/a/views/x.ejs", new Reason(Reason.Kind.PACK, "node"))
        .containsKeys(modules + "/a/node_modules/b/b.js", modules + "/@x/c/c.js")
        .containsKeys("/usr/share/nodejs/late/l.js")
        .doesNotContainKeys(modules + "/b", modules + "/mocha", modules + "/d")
        .doesNotContainKeys("/usr/share/nodejs/other", modules + "/a/x.js.map");
  }

  @Test
  void nodeKeepsAScopedPackageThatAnyStringOfTheAppNames() throws IOException {
    tree.files(
            "/node_modules/@x/late/l.js", "/node_modules/@x/other/o.js", "/node_modules/plain/p.js")
        .file("/app/a.mjs", "const all = {l: '@x/late/sub.js', p: 'plain'};\nimport(all[key]);");
    assertThat(Keeping.of("/app").of(tree))
        .containsKeys("/node_modules/@x/late/l.js")
        .doesNotContainKeys("/node_modules/@x/other", "/node_modules/plain");
  }

  @Test
  void rubyKeepsTheGemOfALoadedFileAndTheStandardLibrary() throws IOException {
    String gems = "/var/lib/gems/3.1.0";
    tree.files(gems + "/gems/rack-2.2/lib/rack.rb", gems + "/gems/rack-2.2/views/x.erb")
        .file(
            gems + "/specifications/rack-2.2.gemspec",
            "s.add_runtime_dependency(%q<mustermann>.freeze, [\">= 1\"])")
        .files(gems + "/gems/mustermann-3.0/lib/m.rb", gems + "/gems/other-1.0/lib/o.rb")
        .files("/usr/lib/ruby/3.1.0/json.rb", "/usr/lib/ruby/3.1.0/json/ext/parser.so")
        .files("/usr/lib/ruby/3.1.0/net/http.rb")
        .files("/usr/lib/ruby/3.1.0/rdoc/x.rb", "/usr/lib/ruby/vendor_ruby/late.rb")
        .file("/app/app.rb", "get { require 'late' }");
    assertThat(
            Keeping.of("/app")
                .opened(gems + "/gems/rack-2.2/lib/rack.rb", "/usr/lib/ruby/3.1.0/json.rb")
                .of(tree))
        .containsKeys(gems + "/gems/rack-2.2/views/x.erb", gems + "/gems/mustermann-3.0/lib/m.rb")
        .containsKeys("/usr/lib/ruby/3.1.0/net/http.rb", "/usr/lib/ruby/vendor_ruby/late.rb")
        .containsKeys("/usr/lib/ruby/3.1.0/json/ext/parser.so")
        .doesNotContainKeys(gems + "/gems/other-1.0", "/usr/lib/ruby/3.1.0/rdoc");
  }

  @Test
  void perlKeepsTheStandardLibraryAndTheModulesThatModulesUse() throws IOException {
    tree.program("/usr/bin/perl", "x")
        .files("/usr/share/perl/5.36.0/Time/Local.pm", "/usr/share/perl/5.36.0/pod/perl.pod")
        .file("/usr/share/perl5/Shop/Web.pm", "use strict;\nuse parent qw(Shop::Base);\n")
        .files("/usr/share/perl5/Shop/Base.pm", "/usr/share/perl5/Shop/Web/Page.pm")
        .files("/usr/share/perl5/Other.pm", "/usr/share/perl5/Late.pm")
        .file("/app/x.pl", "sub f { \n  require Late;\n}\n");
    assertThat(Keeping.of("/app").opened("/usr/bin/perl", "/usr/share/perl5/Shop/Web.pm").of(tree))
        .containsKeys("/usr/share/perl/5.36.0/Time/Local.pm", "/usr/share/perl5/Shop/Base.pm")
        .containsKeys("/usr/share/perl5/Shop/Web/Page.pm", "/usr/share/perl5/Late.pm")
        .doesNotContainKeys("/usr/share/perl/5.36.0/pod", "/usr/share/perl5/Other.pm");
  }

  @Test
  void perlKeepsTheNamesOfCharactersAndTheToolsThatTheAppNames() throws IOException {
    String lib = "/usr/share/perl/5.36.0";
    tree.program("/usr/bin/perl", "x")
        .files(lib + "/unicore/Name.pm", lib + "/unicore/To/Sc.pl", lib + "/Pod/Usage.pm")
        .files(lib + "/Module/Load.pm", lib + "/Module/CoreList.pm", lib + "/CPAN.pm")
        .files(lib + "/TAP/Parser.pm", lib + "/TAP/Base.pm")
        .file("/app/x.pl", "sub f {\n  require TAP::Parser;\n}\n");
    assertThat(Keeping.of("/app").opened("/usr/bin/perl").of(tree))
        .containsKeys(lib + "/unicore/Name.pm", lib + "/unicore/To/Sc.pl", lib + "/Pod/Usage.pm")
        .containsKeys(lib + "/Module/Load.pm", lib + "/TAP/Parser.pm")
        .doesNotContainKeys(lib + "/Module/CoreList.pm", lib + "/CPAN.pm", lib + "/TAP/Base.pm");
  }

  @Test
  void phpKeepsTheExtensionsThatItsIniFilesTurnOn() throws IOException {
    tree.files("/usr/bin/php8.2", "/usr/lib/php/20220829/sqlite3.so", "/usr/lib/php/20220829/x.so")
        .link("/etc/php/8.2/cli/conf.d/20-sqlite3.ini", "/etc/php/8.2/mods-available/sqlite3.ini")
        .file("/etc/php/8.2/mods-available/sqlite3.ini", "extension=sqlite3.so\n;extension=x\n");
    assertThat(Keeping.of().opened("/usr/bin/php8.2").of(tree))
        .containsKeys("/etc/php/8.2/cli/conf.d/20-sqlite3.ini", "/usr/lib/php/20220829/sqlite3.so")
        .doesNotContainKeys("/usr/lib/php/20220829/x.so");
  }

  @Test
  void phpKeepsAnExtensionThatIsNamedByItsPath() throws IOException {
    String extensions = "/usr/local/lib/php/extensions/no-debug-non-zts-20220829";
    tree.files("/usr/local/bin/php", extensions + "/xdebug.so", extensions + "/sodium.so")
        .file(
            "/usr/local/etc/php/conf.d/x.ini",
            "zend_extension=" + extensions + "/xdebug.so\nextension=sodium\n");
    assertThat(Keeping.of().opened("/usr/local/bin/php").of(tree))
        .containsKeys(extensions + "/xdebug.so", extensions + "/sodium.so");
  }

  @Test
  void phpKeepsWhatComposerInstalled() throws IOException {
    String vendor = "/srv/site/vendor";
    tree.files(vendor + "/composer/autoload_real.php", vendor + "/composer/autoload_static.php")
        .files(vendor + "/twig/twig/src/Environment.php", vendor + "/twig/twig/tests/x.php")
        .files("/srv/site/other/x.php");
    assertThat(Keeping.of().opened(vendor + "/composer/autoload_real.php").of(tree))
        .containsEntry(
            vendor + "/twig/twig/src/Environment.php", new Reason(Reason.Kind.PACK, "php"))
        .containsKeys(vendor + "/composer/autoload_static.php")
        .doesNotContainKeys(vendor + "/twig/twig/tests", "/srv/site/other");
  }

  @Test
  void webServersKeepTheirConfigurationAndWhatItServes() throws IOException {
    tree.files("/usr/sbin/nginx", "/etc/nginx/mime.types", "/srv/www/unlinked.html", "/srv/no/x")
        .file(
            "/etc/nginx/sites-enabled/a",
            "server { listen 80; root \"/srv/www\"; }\n# root /srv/no;\n")
        .files("/usr/sbin/apache2", "/srv/dav/page", "/usr/lib/apache2/modules/mod_x.so")
        .file("/etc/apache2/apache2.conf", "LoadModule x /usr/lib/apache2/modules/mod_x.so\n")
        .file("/etc/apache2/sites-enabled/b.conf", "  DocumentRoot /srv/dav\n");
    assertThat(Keeping.of().opened("/usr/sbin/nginx").of(tree))
        .containsKeys("/etc/nginx/mime.types", "/srv/www/unlinked.html")
        .doesNotContainKeys("/srv/no", "/etc/apache2", "/srv/dav");
    assertThat(Keeping.of().opened("/usr/sbin/apache2").of(tree))
        .containsKeys("/srv/dav/page", "/usr/lib/apache2/modules/mod_x.so")
        .doesNotContainKeys("/etc/nginx");
  }

  @Test
  void serversKeepWhatTheyReadBesideTheirData() throws IOException {
    tree.files("/opt/tomcat/lib/catalina.jar", "/opt/tomcat/lib/jasper.jar")
        .files("/opt/tomcat/webapps/shop/index.jsp", "/opt/tomcat/webapps/examples/x.jsp")
        .files("/usr/lib/postgresql/15/bin/postgres", "/usr/lib/postgresql/15/lib/plpgsql.so")
        .files("/usr/share/postgresql/15/timezonesets/Default");
    assertThat(
            Keeping.of()
                .opened("/opt/tomcat/lib/catalina.jar", "/usr/lib/postgresql/15/bin/postgres")
                .of(tree))
        .containsKeys("/opt/tomcat/lib/jasper.jar", "/opt/tomcat/webapps/shop/index.jsp")
        .containsKeys("/usr/lib/postgresql/15/lib/plpgsql.so")
        .containsKeys("/usr/share/postgresql/15/timezonesets/Default")
        .doesNotContainKeys("/opt/tomcat/webapps/examples");
  }

  @Test
  void librariesKeepTheModulesAndDataThatTheyOpenByName() throws IOException {
    String lib = "/usr/lib/x86_64-linux-gnu";
    tree.files(lib + "/libcrypto.so.3", lib + "/ossl-modules/legacy.so", lib + "/libpam.so.0")
        .files(lib + "/security/pam_unix.so", "/etc/pam.d/login", lib + "/libtinfo.so.6.4")
        .files("/usr/share/terminfo/x/xterm-256color", "/usr/share/terminfo/z/ztx")
        .files(lib + "/libmagic.so.1", "/usr/lib/file/magic.mgc", "/etc/fonts/fonts.conf");
    assertThat(
            Keeping.of()
                .opened(lib + "/libcrypto.so.3", lib + "/libpam.so.0", lib + "/libmagic.so.1")
                .opened(lib + "/libtinfo.so.6.4")
                .of(tree))
        .containsEntry(lib + "/ossl-modules/legacy.so", new Reason(Reason.Kind.PACK, "library"))
        .containsKeys(lib + "/security/pam_unix.so", "/etc/pam.d/login", "/usr/lib/file/magic.mgc")
        .containsKeys("/usr/share/terminfo/x/xterm-256color")
        .doesNotContainKeys("/usr/share/terminfo/z", "/etc/fonts");
  }

  @Test
  void keepsTheLocalesOfTheEnvironmentAndTheCommonCharacterSets() throws IOException {
    String lib = "/usr/lib/x86_64-linux-gnu";
    tree.files("/usr/lib/locale/de_DE.utf8/LC_TIME", "/usr/lib/locale/fr_FR.utf8/LC_TIME")
        .files("/usr/share/locale/de/LC_MESSAGES/libc.mo", lib + "/libc.so.6")
        .files(lib + "/gconv/gconv-modules", lib + "/gconv/UTF-16.so", lib + "/gconv/EUC-JP.so")
        .files(lib + "/gconv/BIG5.so");
    Keeping keeping =
        Keeping.of()
            .config("{\"config\": {\"Env\": [\"LANG=de_DE.UTF-8\"]}}")
            .opened(lib + "/libc.so.6");
    assertThat(keeping.of(tree))
        .containsKeys("/usr/lib/locale/de_DE.utf8/LC_TIME", lib + "/gconv/UTF-16.so")
        .containsKeys("/usr/share/locale/de/LC_MESSAGES/libc.mo", lib + "/gconv/gconv-modules")
        .doesNotContainKeys("/usr/lib/locale/fr_FR.utf8", lib + "/gconv/EUC-JP.so");
    assertThat(keeping.opened(lib + "/gconv/BIG5.so").of(tree))
        .containsKeys(lib + "/gconv/EUC-JP.so");
  }

  @Test
  void keepsTheAlternativesOfAKeptProgram() throws IOException {
    tree.program("/usr/bin/vim.tiny", "x")
        .link("/etc/alternatives/vi", "/usr/bin/vim.tiny")
        .link("/usr/bin/vi", "/etc/alternatives/vi")
        .program("/usr/bin/nawk", "x")
        .link("/etc/alternatives/awk", "/usr/bin/nawk")
        .link("/usr/bin/awk", "/etc/alternatives/awk");
    Map<String, Reason> kept = Keeping.of().opened("/usr/bin/vim.tiny").of(tree);
    assertThat(kept)
        .containsKeys("/usr/bin/vi", "/etc/alternatives/vi")
        .doesNotContainKeys("/usr/bin/awk");
    assertThat(Keeping.of().level(Level.AGGRESSIVE).opened("/usr/bin/vim.tiny").of(tree))
        .doesNotContainKeys("/usr/bin/vi");
  }
}
