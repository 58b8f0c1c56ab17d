import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'gcc-multilib', 'gcc-multilib', 'libc6-dev-i386')
Bases.debian(basedir, 'i386', 'libc6-i386')
return true
