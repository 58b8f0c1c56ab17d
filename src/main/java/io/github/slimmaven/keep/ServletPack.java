package io.github.slimmaven.keep;

/** Tomcat and Jetty: the server whole but for what it ships as examples, and JSP's compiler. */
final class ServletPack {
  static final Pack PACK =
      Pack.of(
          "servlet container",
          Need.of(
              "(?<home>.*)/(?:lib|bin)/(?:catalina|bootstrap|tomcat-[^/]+)\\.jar",
              Take.whole("${home}/lib"),
              Take.whole("${home}/bin").except("*.bat", "*.exe", "*.tar.gz"),
              Take.whole("${home}/conf"),
              Take.whole("${home}/webapps").except("docs", "examples"),
              Take.file("${home}/logs"),
              Take.file("${home}/temp"),
              Take.file("${home}/work"),
              Take.whole("/etc/tomcat*"),
              Take.whole("/var/lib/tomcat*"),
              Take.whole("/usr/share/tomcat*/etc")),
          Need.of(
              "(?<home>.*)/lib/jetty-[^/]+\\.jar",
              Take.whole("${home}/lib"),
              Take.whole("${home}/modules"),
              Take.whole("${home}/etc"),
              Take.whole("${home}/webapps"),
              Take.whole("${home}/resources"),
              Take.whole("/var/lib/jetty")));

  private ServletPack() {}
}
