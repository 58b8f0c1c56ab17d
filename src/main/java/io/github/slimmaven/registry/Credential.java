package io.github.slimmaven.registry;

/**
 * Name and password for a registry. Its text never shows the password.
 *
 * @param username the user, or {@code <token>} where the password is an OAuth2 refresh token
 * @param password the secret
 */
public record Credential(String username, String password) {
  @Override
  public String toString() {
    return "Credential[username=" + username + "]";
  }
}
