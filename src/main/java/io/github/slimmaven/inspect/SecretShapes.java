package io.github.slimmaven.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells secrets by the shapes that their issuers gave them, so that scanners find them. */
final class SecretShapes {
  private static final int LONGEST = 1 << 16;
  private static final Map<String, Pattern> SHAPES = new LinkedHashMap<>();

  static {
    put("a private key", "-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----");
    put("an AWS access key", "\\b(?:AKIA|ASIA)[A-Z2-7]{16}\\b");
    put("a GitHub token", "\\b(?:gh[pousr]_\\w{36}|github_pat_\\w{22,100})");
    put("a GitLab token", "\\bglpat-[\\w-]{20,60}");
    put("a Slack token", "\\bxox[abprs]-[\\w-]{10,100}");
    put("a Stripe key", "\\b[rs]k_live_\\w{16,100}");
    put("a Google API key", "\\bAIza[\\w-]{35}");
    put("an npm token", "\\bnpm_\\w{36}\\b");
    put("a PyPI token", "\\bpypi-[\\w-]{50,300}");
    put("a JSON web token", "\\beyJ[\\w-]{10,2000}\\.eyJ[\\w-]{10,4000}\\.[\\w-]{10,1000}");
    put("a password in a URL", "://[^/\\s:@$]{0,256}+:[^/\\s@${]{1,256}+@");
  }

  private SecretShapes() {}

  private static void put(String what, String shape) {
    SHAPES.put(what, Pattern.compile(shape));
  }

  /** What a text has in it; empty for most. Of a very long one only its beginning is looked at. */
  static Optional<String> in(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return SHAPES.entrySet().stream()
        .filter(shape -> shape.getValue().matcher(cut).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
