import java.util.concurrent.TimeUnit

// slim:minify and slim:start in a Maven of their own, stopped while the app is asked: nothing stays.
def docker = { List<String> arguments ->
    def process = (['docker'] + arguments).execute()
    def out = process.text
    assert process.waitFor() == 0: "docker $arguments"
    out.trim()
}
if (['sh', '-c', 'docker info >/dev/null 2>&1'].execute().waitFor() != 0) {
    println 'Skipped: there is no Docker engine.'
    return true
}

def maven = new File(System.getProperty('maven.home'), 'bin/mvn').path
def marked = { String mark ->
    ProcessHandle.allProcesses().toList().findAll {
        try {
            new File("/proc/${it.pid()}/environ").text.split('\0').contains(mark)
        } catch (IOException ignored) {
            false // ended, or another user's
        }
    }
}

[['slim:minify', 'KILL', 137], ['slim:minify', 'INT', 130], ['slim:start', 'KILL', 137]].each { goal, signal, code ->
    def mark = "SLIM_IT=${UUID.randomUUID()}".toString()
    def builder = new ProcessBuilder('setsid', 'env', '--default-signal=INT', mark, maven, '-B', '-o',
            '-Daether.enhancedLocalRepository.trackingFilename=none',
            "-Dmaven.repo.local=$localRepositoryPath".toString(), '-Dslim.engine=docker', goal)
    def process = builder.directory(basedir).redirectErrorStream(true).start()
    def said = []
    def line
    while ((line = process.inputReader().readLine()) != null && !line.contains('Launched the source image')) {
        said << line
    }
    assert line != null: said.join('\n')
    def children = marked(mark)
    assert children.size() > 1: 'the reaper runs beside Maven'
    // From a terminal ^C reaches the whole group; a kill, Maven alone.
    def whom = signal == 'INT' ? "-${process.pid()}" : "${process.pid()}"
    assert ['kill', '-s', signal, '--', whom.toString()].execute().waitFor() == 0
    assert process.waitFor(20, TimeUnit.SECONDS): "ends soon after $signal"
    assert process.exitValue() == code
    children.each { it.onExit().get(20, TimeUnit.SECONDS) }
    assert docker(['ps', '-aq', '--filter', 'label=slim-it=killed']).isEmpty()
    assert docker(['images', '-q', '--filter', 'label=slim-it=killed']).isEmpty()
    assert !new File(basedir, 'target/slim/image').exists()
    if (signal == 'INT') {
        assert !new File(basedir, 'target/slim').list().any { it.startsWith('work-') }
    }
}
return true
