/**
 * Looks at an image without launching it: what each layer does, what is wasted, what stands out.
 */
package io.github.slimmaven.inspect;
