def log = new File(basedir, 'build.log').text

def archive = new File(basedir, 'no-such-base.tar')
assert log =~ /ERROR.*${java.util.regex.Pattern.quote(archive.path)}/
assert log =~ /ERROR.*\/no\/such\/layout/
// A registry that is down is known within seconds: nothing listens on port 1.
assert log =~ /ERROR.*Registry 'localhost:1' .*Check its name, that it runs/
def seconds = (log =~ /Total time:\s+([0-9.]+) s/).collect { it[1] as double }
assert seconds.size() == 3 && seconds.every { it < 30 }
assert !new File(basedir, 'target/slim/image').exists()
