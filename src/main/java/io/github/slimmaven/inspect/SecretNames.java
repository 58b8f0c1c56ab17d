package io.github.slimmaven.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells files that may hold a secret by their names alone. */
final class SecretNames {
  private static final Set<String> SSH_KEYS =
      Set.of("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(".npmrc", "npm credentials"),
          Map.entry(".yarnrc.yml", "yarn credentials"),
          Map.entry(".pypirc", "PyPI credentials"),
          Map.entry(".netrc", "passwords of hosts"),
          Map.entry("_netrc", "passwords of hosts"),
          Map.entry(".git-credentials", "git credentials"),
          Map.entry(".pgpass", "PostgreSQL passwords"),
          Map.entry(".my.cnf", "MySQL credentials"),
          Map.entry(".htpasswd", "passwords of a web server"),
          Map.entry(".dockercfg", "registry credentials"),
          Map.entry(".dockerconfigjson", "registry credentials"),
          Map.entry(".s3cfg", "S3 credentials"),
          Map.entry(".boto", "cloud credentials"),
          Map.entry(".vault-token", "Vault token"),
          Map.entry(".terraformrc", "Terraform credentials"),
          Map.entry("terraform.tfstate", "Terraform state"),
          Map.entry("kubeconfig", "Kubernetes credentials"),
          Map.entry("master.key", "Rails key"),
          Map.entry(".bash_history", "shell history"),
          Map.entry(".zsh_history", "shell history"),
          Map.entry(".psql_history", "SQL history"),
          Map.entry(".mysql_history", "SQL history"));

  private static final Map<String, String> ENDS = new LinkedHashMap<>();

  static {
    ENDS.put("/.aws/credentials", "AWS credentials");
    ENDS.put("/.aws/config", "AWS configuration");
    ENDS.put("/.azure/accesstokens.json", "Azure credentials");
    ENDS.put("/application_default_credentials.json", "Google Cloud credentials");
    ENDS.put("/.docker/config.json", "registry credentials");
    ENDS.put("/.kube/config", "Kubernetes credentials");
    ENDS.put("/.m2/settings.xml", "Maven credentials");
    ENDS.put("/.m2/settings-security.xml", "Maven master password");
    ENDS.put("/.gradle/gradle.properties", "Gradle credentials");
    ENDS.put("/.gem/credentials", "RubyGems credentials");
    ENDS.put("/.cargo/credentials", "Cargo credentials");
    ENDS.put("/.cargo/credentials.toml", "Cargo credentials");
    ENDS.put("/.composer/auth.json", "Composer credentials");
    ENDS.put("/.config/gh/hosts.yml", "GitHub token");
    ENDS.put(".p12", "key store");
    ENDS.put(".pfx", "key store");
    ENDS.put(".jks", "key store");
    ENDS.put(".keystore", "key store");
    ENDS.put(".kdbx", "password store");
    ENDS.put(".ppk", "private key");
    ENDS.put(".ovpn", "VPN configuration");
    ENDS.put(".key", "private key");
  }

  /** Most {@code .pem} files are certificates: only names with these are keys. */
  private static final Pattern KEY_PEM = Pattern.compile(".*(?:key|priv|id_[rde]).*\\.pem");

  private static final Pattern ENV_FILE = Pattern.compile("\\.env(?:\\.[^.]+(?:\\.local)?)?");
  private static final List<String> SAMPLES =
      List.of("example", "sample", "template", "dist", "defaults", "test");

  private SecretNames() {}

  /** What a file at this path may hold; empty for most. */
  static Optional<String> of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    if (SSH_KEYS.contains(name)) {
      return Optional.of("SSH private key");
    }
    if (ENV_FILE.matcher(name).matches()) {
      return SAMPLES.stream().anyMatch(name::endsWith)
          ? Optional.empty()
          : Optional.of("environment of an application");
    }
    if (name.endsWith(".pem")) {
      return KEY_PEM.matcher(name).matches() ? Optional.of("private key") : Optional.empty();
    }
    String known = NAMES.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    return ENDS.entrySet().stream()
        .filter(end -> lower.endsWith(end.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
