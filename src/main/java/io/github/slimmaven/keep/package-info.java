/** Decides which entries of the file tree stay, and why each one stays. */
package io.github.slimmaven.keep;
