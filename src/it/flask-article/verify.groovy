import io.github.slimmaven.it.Command
import io.github.slimmaven.it.Hardened
import io.github.slimmaven.it.Levels
import io.github.slimmaven.it.Packages

def levels = Levels.of(basedir, 'flask-article:source', 1300)
    .get('/page/ada', '<title>Ada</title>.*style\\.css.*Good day, ada!')
    .get('/static/style.css', 'max-width')
    .get('/notes', '"bread",\\s+5')
    .get('/tls', '"certificates": [1-9]\\d\\d,\\s+"verify": "CERT_REQUIRED"')
    .get('/time/Asia/Tokyo', '2024-07-01T21:00:00\\+09:00')
    .get('/time/America/New_York', '2024-07-01T08:00:00-04:00')
    .get('/date', '^1970')
    .get('/report.csv', 'sum,3.30,mean,1.65')
    .get('/feed', 'one, two')
    .get('/gather', '0,\\s+1,\\s+4,\\s+9')
    .get('/archive.zip', 'None')
    .get('/mail', 'Subject: =\\?utf-8\\?')
    .get('/encoding/shift_jis', '93fa967b xn--bcher-kva.example')
    .get('/encoding/utf-16-be', '65e5672c xn--')
    .get('/local', '127\\.0\\.0\\.1|::1')
    .get('500', '/broken', 'ZeroDivisionError: division by zero.*total\\[')
    .get('/broken?__debugger__=yes&cmd=resource&f=style.css', 'div.debugger')
    .get('404', '/nothing', 'Not Found')

// It runs as its docker-run.txt says, under its own seccomp profile.
assert Hardened.of(basedir, 'target/balanced').prove([], []).ask('http://127.0.0.1:1300/') == 'Hello World!'
// What the lists of packages say is what dpkg says in both images, and what is on disk.
def packages = Packages.of(basedir, 'flask-article:source')
packages.prove('balanced', 'slim-it/flask-article:balanced')
packages.prove('aggressive', 'slim-it/flask-article:aggressive')
levels.prove()

// The page says at a glance what is largest, what went, why a file stays and what the probes did.
def bin = new File(basedir, "../../../src/it/bin").canonicalPath
Command.call("${bin}/browse.sh", "${basedir}/target/balanced/report.html", "${basedir}/target/screenshots")
assert levels.report('balanced').slim.size.asLong() <= 50_000_000
assert levels.report('aggressive').slim.size.asLong() <= 30_000_000
return true
