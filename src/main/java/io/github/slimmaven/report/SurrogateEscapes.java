package io.github.slimmaven.report;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;

/**
 * Writes each surrogate as a backslash-u escape: file names that are no UTF-8 hold lone ones (see
 * {@link io.github.slimmaven.image.PathName}), which have no UTF-8 form.
 */
final class SurrogateEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;

  @Override
  public int[] getEscapeCodesForAscii() {
    return CharacterEscapes.standardAsciiEscapesForJSON();
  }

  @Override
  public SerializableString getEscapeSequence(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
        ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", character))
        : null;
  }
}
