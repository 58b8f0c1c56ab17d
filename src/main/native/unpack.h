/*
 * `sensor unpack DIR`: applies the operations on standard input below DIR, which it makes. DIR is kept only if the
 * stream ends with 'e' and all went well, so that a killed writer leaves nothing. Numbers are big-endian.
 *
 *   operation = kind:u8 mode:u32 uid:u32 gid:u32 seconds:i64 nanoseconds:u32
 *               name-length:u32 name  xattrs:u16 xattr*  payload-length:u64 payload
 *   xattr     = name-length:u16 name value-length:u32 value
 *
 *   kind                 payload
 *   d  directory         -
 *   f  file              its content
 *   l  symlink           its target
 *   h  hard link         the name of what it links to
 *   c  b  device         major:u32 minor:u32
 *   p  fifo              -
 *   w  whiteout          -              what lower layers have here is gone
 *   o  opaque            -              what lower layers have below this directory is gone
 *   e  end               -              nothing may follow
 *
 * Names are bytes, relative to DIR (leading slashes do not matter); links in parents are followed as if DIR were "/",
 * missing parents are made (0755), and what was there under the name is replaced, unless both are directories. Nothing
 * leads out of DIR. The result is a lower directory of an overlay mount. Root (in the initial user namespace) gets real
 * owners, devices and attributes; for anybody else all is owned by himself, devices are skipped, and so are attributes
 * but "user.*".
 *
 * Standard output: "devices N" and "attributes N", a line each: how many were skipped. Errors: a line on standard error
 * and exit code 1.
 */
#pragma once
