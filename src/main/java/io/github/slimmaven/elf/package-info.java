/** Reads ELF files and finds what the dynamic linker would load for them. */
package io.github.slimmaven.elf;
