package io.github.slimmaven.inventory.scan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record of a vulnerability, in the terms of OSV (OSV schema 1.7,
 * https://ossf.github.io/osv-schema/).
 *
 * @param others its {@code aliases} and {@code upstream}
 * @param modified when; empty if it does not say so in RFC 3339
 * @param summary in one line, or ""
 * @param update whether it only says that a later version is there, and names no vulnerability
 */
record Advisory(
    String id,
    List<String> others,
    Optional<Instant> modified,
    boolean withdrawn,
    Severity severity,
    String summary,
    List<Affected> affected,
    boolean update) {
  Advisory {
    others = List.copyOf(others);
    affected = List.copyOf(affected);
  }
}
