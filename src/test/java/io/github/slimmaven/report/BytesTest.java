package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @ParameterizedTest
  @CsvSource({
    "60 MB,60000000",
    "60MB,60000000",
    "60MiB,62914560",
    "1_000_000,1000000",
    "1.5 GB,1500000000",
    "1.5GiB,1610612736",
    "512kB,512000",
    "512 KB,512000",
    "1kib,1024",
    "' 7 B ',7",
    "0,0",
    "1.9 B,1",
    "9223372036854775807,9223372036854775807"
  })
  void legalSizeParses(String text, long bytes) {
    assertThat(Bytes.parse(text).value()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MB",
        "-1 MB",
        "1,5 GB",
        "60 M",
        "60 megabytes",
        "_1",
        "1_",
        "1__0",
        "1e9",
        "NaN",
        "9223372036854775808",
        "99999999999 TB"
      })
  void illegalSizeNamesTheValueAndTheLegalForms(String text) {
    assertThatThrownBy(() -> Bytes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + text
                + "' is no size: expected a number of bytes ('1_000_000') or one with a unit,"
                + " decimal ('60 MB', '1.5 GB', also kB and TB) or binary ('60 MiB', also KiB,"
                + " GiB and TiB)");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1 kB",
    "61234567,61.2 MB",
    "61250000,61.3 MB",
    "999949,999.9 kB",
    "999950,1 MB",
    "60000000,60 MB",
    "1500000000,1.5 GB",
    "9223372036854775807,9223372 TB"
  })
  void bytesAreFormattedInDecimalUnits(long bytes, String text) {
    assertThat(Bytes.format(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "60 MB,61234567,61.3 MB",
    "60 MB,60000001,60.1 MB",
    "60 MB,59999999,59.9 MB",
    "60 MB,60000000,60 MB",
    "60.04 MB,60010000,60 MB",
    "60.04 MB,60040001,60.1 MB",
    "1 GB,999999999,999.9 MB",
    "1 MB,999999,999.9 kB",
    "999.9 kB,999999,1 MB",
    "60MiB,62914561,60.1 MiB",
    "60MiB,62914559,59.9 MiB",
    "1_234_567,1234568,1.3 MB",
    "100 B,101,101 B",
    "0,1,1 B"
  })
  void sizeBesideALimitIsRoundedAwayFromIt(String limit, long bytes, String text) {
    assertThat(Bytes.parse(limit).beside(bytes)).isEqualTo(text);
  }

  @Test
  void sizesThatDifferNeverLookEqual() {
    for (String text : new String[] {"60 MB", "1 GB", "999.95 kB", "60MiB", "1_048_576", "1 KiB"}) {
      Bytes limit = Bytes.parse(text);
      for (long off = -2000; off <= 2000; off++) {
        long bytes = limit.value() + off;
        if (bytes >= 0 && off != 0) {
          assertThat(limit.beside(bytes)).isNotEqualTo(limit.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "60 MB,60 MB",
    "60.50 MiB,60.5 MiB",
    "1_500_000,1.5 MB",
    "1234567,1.234567 MB",
    "0 MB,0 MB"
  })
  void limitIsShownExactly(String text, String shown) {
    assertThat(Bytes.parse(text)).hasToString(shown);
  }
}
