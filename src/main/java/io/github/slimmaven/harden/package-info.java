/** What a container needs of its kernel and no more: seccomp, AppArmor, Kubernetes and Docker. */
package io.github.slimmaven.harden;
