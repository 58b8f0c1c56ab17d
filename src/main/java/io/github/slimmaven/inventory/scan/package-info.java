/** Which known vulnerabilities the packages of an image have, before and after it is minified. */
package io.github.slimmaven.inventory.scan;
