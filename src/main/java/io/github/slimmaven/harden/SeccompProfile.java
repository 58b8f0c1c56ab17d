package io.github.slimmaven.harden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The file {@code seccomp.json}: what may be called, all else fails with EPERM. It is written in
 * what Docker's format ({@code docs.docker.com/engine/security/seccomp}) and the OCI runtime
 * specification ({@code config-linux.md}, "Seccomp") have in common, so that Docker, Podman,
 * containerd and CRI-O read it.
 */
public final class SeccompProfile {
  private static final int ENOSYS = 38;

  /** All of CLONE_NEW*, as in Docker's profile: the flags are clone's first argument. */
  private static final long NEW_NAMESPACES = 0x7e020000L;

  /** Of socket(2): reaches the host past its network. Docker's profile refuses it too. */
  private static final int AF_VSOCK = 40;

  /** What Docker's profile lets personality(2) set. */
  private static final List<Long> PERSONALITIES = List.of(0L, 8L, 0x20000L, 0x20008L, 0xffffffffL);

  /**
   * Answered as by a kernel that has none: libraries then fall back to calls that can be looked
   * into.
   */
  private static final List<String> ABSENT =
      List.of("clone3", "io_uring_enter", "io_uring_register", "io_uring_setup");

  private static final Map<String, String> ARCHITECTURES =
      Map.of(
          "x86_64", "SCMP_ARCH_X86_64",
          "x86", "SCMP_ARCH_X86",
          "x32", "SCMP_ARCH_X32",
          "aarch64", "SCMP_ARCH_AARCH64");

  private static final JsonMapper MAPPER = new JsonMapper();

  private SeccompProfile() {}

  /** The text of the file, in lines. */
  public static String json(Policy policy) {
    ObjectNode profile = MAPPER.createObjectNode();
    profile.put("defaultAction", "SCMP_ACT_ERRNO");
    ArrayNode architectures = profile.putArray("architectures");
    SortedSet<String> names = new TreeSet<>(policy.conventions());
    architectures.add(architecture(policy.architecture()));
    names.forEach(name -> architectures.add(architecture(name)));
    ArrayNode rules = profile.putArray("syscalls");
    SortedSet<String> plain = new TreeSet<>(policy.calls());
    plain.removeAll(ABSENT);
    plain.removeAll(List.of("clone", "socket", "personality"));
    plain.forEach(allow(rules, "SCMP_ACT_ALLOW").putArray("names")::add);
    if (policy.calls().contains("clone")) {
      ObjectNode argument = argument(allowed(rules, "clone"), "SCMP_CMP_MASKED_EQ", NEW_NAMESPACES);
      argument.put("valueTwo", 0);
    }
    if (policy.calls().contains("socket")) {
      argument(allowed(rules, "socket"), "SCMP_CMP_NE", AF_VSOCK);
    }
    if (policy.calls().contains("personality")) {
      PERSONALITIES.forEach(value -> argument(allowed(rules, "personality"), "SCMP_CMP_EQ", value));
    }
    ObjectNode absent = allow(rules, "SCMP_ACT_ERRNO").put("errnoRet", ENOSYS);
    ABSENT.forEach(absent.putArray("names")::add);
    return text(profile);
  }

  private static String architecture(String name) {
    String known = ARCHITECTURES.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is no known architecture of a trace: expected " + ARCHITECTURES.keySet());
    }
    return known;
  }

  private static ObjectNode allow(ArrayNode rules, String action) {
    return rules.addObject().put("action", action);
  }

  private static ObjectNode allowed(ArrayNode rules, String name) {
    ObjectNode rule = allow(rules, "SCMP_ACT_ALLOW");
    rule.putArray("names").add(name);
    return rule;
  }

  private static ObjectNode argument(ObjectNode rule, String operator, long value) {
    return rule.putArray("args")
        .addObject()
        .put("index", 0)
        .put("value", value)
        .put("op", operator);
  }

  private static String text(ObjectNode profile) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try {
      return MAPPER
              .writer(
                  new DefaultPrettyPrinter()
                      .withObjectIndenter(indenter)
                      .withArrayIndenter(indenter))
              .writeValueAsString(profile)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
