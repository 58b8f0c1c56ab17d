/** What the scripts of the integration tests under {@code src/it} share. */
package io.github.slimmaven.it;
