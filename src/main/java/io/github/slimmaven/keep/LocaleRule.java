package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.ImageConfig;
import java.util.Locale;

/** Keeps the locales that the image's environment names (locale(7)). */
final class LocaleRule implements Rule {
  private static final String LOCALES = "/usr/lib/locale";

  private final ImageConfig config;

  LocaleRule(ImageConfig config) {
    this.config = config;
  }

  @Override
  public void apply(Selection selection) {
    for (String variable : config.env()) {
      if (variable.matches("(?:LANG|LANGUAGE|LC_[A-Z]+)=.+")) {
        for (String name : variable.substring(variable.indexOf('=') + 1).split(":")) {
          locale(name, new Reason(Reason.Kind.PACK, "locale " + name), selection);
        }
      }
    }
  }

  private static void locale(String name, Reason reason, Selection selection) {
    for (Entry entry : selection.tree().children(LOCALES)) {
      if (plain(entry.path().substring(LOCALES.length() + 1)).equals(plain(name))) {
        selection.whole(entry.path(), reason);
      }
    }
    String language = name.split("[.@]", 2)[0];
    if (language.matches("[A-Za-z]+(?:_[A-Za-z]+)?")) {
      selection.whole("/usr/share/locale/" + language, reason);
      selection.whole("/usr/share/locale/" + language.split("_", 2)[0], reason);
    }
  }

  /** Character sets are compared without case and punctuation: UTF-8 is utf8. */
  private static String plain(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? name
        : name.substring(0, dot)
            + name.substring(dot).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9@]", "");
  }
}
