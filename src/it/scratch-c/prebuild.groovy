import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'gcc', 'gcc', 'libc6-dev')
return true
