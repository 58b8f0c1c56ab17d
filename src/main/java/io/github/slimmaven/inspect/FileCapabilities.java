package io.github.slimmaven.inspect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The extended attribute {@code security.capability}: capabilities(7), and {@code struct
 * vfs_ns_cap_data} of the kernel's {@code uapi/linux/capability.h}.
 */
final class FileCapabilities {
  /** The pax record that holds the attribute. */
  static final String PAX = "SCHILY.xattr.security.capability";

  private static final int REVISION_1 = 0x01000000;
  private static final int EFFECTIVE = 1;

  /** By number. */
  private static final List<String> NAMES =
      List.of(
          "chown",
          "dac_override",
          "dac_read_search",
          "fowner",
          "fsetid",
          "kill",
          "setgid",
          "setuid",
          "setpcap",
          "linux_immutable",
          "net_bind_service",
          "net_broadcast",
          "net_admin",
          "net_raw",
          "ipc_lock",
          "ipc_owner",
          "sys_module",
          "sys_rawio",
          "sys_chroot",
          "sys_ptrace",
          "sys_pacct",
          "sys_admin",
          "sys_boot",
          "sys_nice",
          "sys_resource",
          "sys_time",
          "sys_tty_config",
          "mknod",
          "lease",
          "audit_write",
          "audit_control",
          "setfcap",
          "mac_override",
          "mac_admin",
          "syslog",
          "wake_alarm",
          "block_suspend",
          "audit_read",
          "perfmon",
          "bpf",
          "checkpoint_restore");

  private FileCapabilities() {}

  /** As in {@code cap_net_admin,cap_net_raw=ep}; {@code unreadable} for what is no attribute. */
  static String text(byte[] attribute) {
    if (attribute.length < 12) {
      return "unreadable";
    }
    ByteBuffer data = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
    int magic = data.getInt();
    boolean wide = (magic & 0xFF000000) != REVISION_1 && attribute.length >= 20;
    long permitted = data.getInt() & 0xFFFFFFFFL;
    long inheritable = data.getInt() & 0xFFFFFFFFL;
    if (wide) {
      permitted |= (long) data.getInt() << 32;
      inheritable |= (long) data.getInt() << 32;
    }
    String effective = (magic & EFFECTIVE) != 0 ? "e" : "";
    List<String> clauses = new ArrayList<>();
    clause(clauses, permitted & inheritable, effective + "ip");
    clause(clauses, permitted & ~inheritable, effective + "p");
    clause(clauses, inheritable & ~permitted, effective + "i");
    return clauses.isEmpty() ? "=" : String.join(" ", clauses);
  }

  private static void clause(List<String> clauses, long set, String flags) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Long.SIZE; i++) {
      if ((set >>> i & 1) != 0) {
        names.add("cap_" + (i < NAMES.size() ? NAMES.get(i) : String.valueOf(i)));
      }
    }
    if (!names.isEmpty()) {
      clauses.add(String.join(",", names) + "=" + flags);
    }
  }
}
