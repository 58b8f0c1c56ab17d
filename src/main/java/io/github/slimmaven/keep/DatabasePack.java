package io.github.slimmaven.keep;

/** PostgreSQL, MySQL and MariaDB, Redis: what they read beside their data. */
final class DatabasePack {
  static final Pack PACK =
      Pack.of(
          "database",
          Need.of(
              "/usr/lib/postgresql/(?<version>[^/]+)/bin/postgres",
              Take.whole("/usr/lib/postgresql/${version}/lib").except("*.bc", "bitcode", "*.a"),
              Take.whole("/usr/lib/postgresql/${version}/bin"),
              Take.whole("/usr/share/postgresql/${version}").except("man"),
              Take.whole("/etc/postgresql"),
              Take.whole("/etc/postgresql-common")),
          Need.of(
              "/usr/local/bin/postgres",
              Take.whole("/usr/local/lib/postgresql").except("bitcode", "*.bc"),
              Take.whole("/usr/local/share/postgresql").except("man"),
              Take.file("/usr/local/bin/pg_*"),
              Take.file("/usr/local/bin/initdb"),
              Take.file("/usr/local/bin/psql")),
          Need.of(
              ".*/s?bin/(?:mysqld|mariadbd)",
              Take.whole("/etc/mysql"),
              Take.file("/etc/my.cnf"),
              Take.whole("/etc/my.cnf.d"),
              Take.whole("/usr/share/mysql").except("*_test_data*", "mysql-test"),
              Take.whole("/usr/share/mariadb"),
              Take.whole("/usr/lib/mysql/plugin")),
          Need.of(
              ".*/bin/(?:redis|valkey|keydb)-server",
              Take.whole("/etc/redis"),
              Take.whole("/etc/valkey"),
              Take.file("/usr/bin/redis-cli"),
              Take.file("/usr/local/bin/redis-cli"),
              Take.file("/var/lib/redis"),
              Take.file("/var/log/redis")));

  private DatabasePack() {}
}
