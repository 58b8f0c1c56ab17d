package com.example.features;

import java.nio.charset.Charset;
import java.text.Collator;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Currency;
import java.util.HexFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.StringJoiner;
import java.util.logging.Level;
import java.util.regex.Pattern;

final class Text {
  private static final LocalDate DAY = LocalDate.of(2024, 2, 29);
  private static final Locale[] LOCALES = {
    Locale.FRANCE, Locale.JAPAN, Locale.GERMANY, new Locale("ar", "EG"), new Locale("th", "TH")
  };

  private Text() {}

  static String charsets() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    for (String name : new String[] {"Shift_JIS", "IBM037", "GB18030", "Big5", "KOI8-R"}) {
      byte[] bytes = "A\u65e5\u0416\u00e9".getBytes(Charset.forName(name));
      done.add(name + " " + HexFormat.of().formatHex(bytes) + " " + new String(bytes, name));
    }
    return done.add(Charset.availableCharsets().keySet().toString()).toString();
  }

  static String locales() {
    StringJoiner done = new StringJoiner("\n");
    for (Locale locale : LOCALES) {
      done.add(
          String.join(
              "; ",
              DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale).format(DAY),
              NumberFormat.getInstance(locale).format(1234567.891),
              NumberFormat.getCurrencyInstance(locale).format(1234.5),
              Currency.getInstance(locale).getDisplayName(locale),
              locale.getDisplayName(locale),
              ZoneId.of("Asia/Tokyo").getDisplayName(TextStyle.FULL, locale)));
    }
    String[] words = {"zebra", "\u00e4pfel", "apfel", "Zug"};
    Arrays.sort(words, Collator.getInstance(Locale.GERMANY));
    done.add(Arrays.toString(words));
    done.add(JapaneseDate.from(DAY) + " " + HijrahDate.from(DAY));
    return done.toString();
  }

  static String regex() {
    return Pattern.compile("(?iu)\\p{IsGreek}+|\\X|\\N{LATIN SMALL LETTER SHARP S}")
        .matcher("\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 \u00df e\u0301")
        .results()
        .map(match -> Normalizer.normalize(match.group(), Normalizer.Form.NFC))
        .toList()
        .toString();
  }

  static String zones() {
    StringJoiner done = new StringJoiner("\n");
    for (String zone : new String[] {"Europe/Berlin", "America/New_York", "Asia/Kolkata"}) {
      ZonedDateTime time = LocalDateTime.of(2024, 7, 1, 12, 0).atZone(ZoneId.of(zone));
      done.add(time + " " + time.toInstant());
    }
    return done.add(ZoneId.getAvailableZoneIds().size() + " zones").toString();
  }

  static String bundles() {
    StringJoiner done = new StringJoiner("\n");
    for (Locale locale : new Locale[] {Locale.ROOT, Locale.GERMAN, Locale.JAPANESE}) {
      done.add(
          ResourceBundle.getBundle("messages", locale, noFallback()).getString("greeting")
);
    }
    return done.add(Level.SEVERE.getLocalizedName()).toString();
  }

  private static ResourceBundle.Control noFallback() {
    return ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);
  }
}
