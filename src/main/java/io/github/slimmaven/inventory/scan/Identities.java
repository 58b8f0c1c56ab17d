package io.github.slimmaven.inventory.scan;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which records are about the same vulnerability. A vulnerability is a CVE where there is one: a
 * distribution's record may be about many, and each counts. Records without one are the same if one
 * names the other.
 */
final class Identities {
  private static final Pattern CVE = Pattern.compile("CVE-\\d{4}-\\d{4,19}");

  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, NavigableSet<String>> members = new HashMap<>();

  Identities(Collection<Advisory> advisories) {
    for (Advisory advisory : advisories) {
      for (String other : advisory.others()) {
        if (!isCve(advisory.id()) && !isCve(other)) {
          parents.put(root(advisory.id()), root(other));
        }
      }
    }
    for (Advisory advisory : advisories) {
      NavigableSet<String> group =
          members.computeIfAbsent(root(advisory.id()), id -> new TreeSet<>());
      group.add(advisory.id());
      group.addAll(advisory.others());
      if (isCve(advisory.id())) {
        for (String other : advisory.others()) {
          members.computeIfAbsent(root(other), id -> new TreeSet<>()).add(advisory.id());
        }
      }
    }
  }

  /** The vulnerabilities that a record is about: CVEs, else one id for all that mean the same. */
  NavigableSet<String> of(Advisory advisory) {
    NavigableSet<String> own = cves(advisory.others());
    if (isCve(advisory.id())) {
      own.add(advisory.id());
    }
    if (!own.isEmpty()) {
      return own;
    }
    NavigableSet<String> group = members.get(root(advisory.id()));
    NavigableSet<String> shared = cves(group);
    return shared.isEmpty() ? new TreeSet<>(Set.of(group.first())) : shared;
  }

  private static NavigableSet<String> cves(Collection<String> ids) {
    NavigableSet<String> cves = new TreeSet<>();
    ids.stream().filter(Identities::isCve).forEach(cves::add);
    return cves;
  }

  static boolean isCve(String id) {
    return CVE.matcher(id).matches();
  }

  private String root(String id) {
    String root = id;
    for (String parent = parents.get(root); parent != null && !parent.equals(root); ) {
      root = parent;
      parent = parents.get(root);
    }
    return root;
  }
}
