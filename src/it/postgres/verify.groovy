import com.fasterxml.jackson.databind.ObjectMapper
import io.github.slimmaven.it.Command

def reports = ['docker', 'sandbox', 'compose'].collectEntries { run ->
  def report = new ObjectMapper().readTree(new File(basedir, "target/${run}/report.json"))
  assert report.verification.verified.asBoolean()
  assert report.slim.size.asLong() < report.source.size.asLong() / 2
  // One database for each launch, and its log.
  def log = new File(basedir, "target/${run}/service-db.log").text
  assert log.count('database system is ready to accept connections') >= 2
  [run, report]
}
assert reports.sandbox.engine.name.asText() == 'sandbox'
assert reports.docker.engine.name.asText() == 'docker'

// Queries that no probe made, in the minified images, beside a database of their own.
def network = Command.call('docker', 'network', 'create', "slim-it-${UUID.randomUUID()}".toString())
def started = []
def start = { String... words ->
  def id = Command.call('docker', 'run', '--detach', '--network', network, *words)
  started << id
  id
}
try {
  def db = start('--network-alias', 'db', '--env', 'POSTGRES_PASSWORD=secret', 'slim-it/postgres-db')
  assert Command.call('docker', 'exec', db, 'sh', '-c',
      'for i in $(seq 300); do pg_isready -qh 127.0.0.1 && echo ready && exit; sleep 0.1; done') == 'ready'
  reports.keySet().each { run ->
    def app = start('--env', 'DATABASE_URL=postgresql://postgres:secret@db/postgres',
        '--publish', '127.0.0.1::8000', "slim-it/postgres:${run}".toString())
    def address = Command.call('docker', 'port', app, '8000')
    def ask = { String... words ->
      Command.call('curl', '-sS', '--noproxy', '*', '--retry', '9', '--retry-all-errors', '--max-time', '20', *words)
    }
    def notes = "http://${address}/notes".toString()
    assert ask('-d', '{"text": "From ' + run + '", "tags": ["a", "b"]}', notes) =~ /"id": \d/
    assert ask(notes + '?like=from%20' + run) =~ /"tags": \["a", "b"\], "written": "2026-01-31"/
    assert ask("http://${address}/report".toString()) =~ /"length": "\d/
    assert ask("http://${address}/broken".toString()) == '{"code": "42P01", "is": "UndefinedTable"}'
  }
} finally {
  Command.run(['docker', 'rm', '--force', '--volumes', *started])
  Command.run(['docker', 'network', 'rm', network])
}
Command.call('docker', 'image', 'rm', '--force', 'postgres:source', 'slim-it/postgres-db',
    *reports.keySet().collect { "slim-it/postgres:${it}".toString() })
return true
