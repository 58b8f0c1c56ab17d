// Needs Docker. Where there is none, only a developer's run may do without.
def docker = ['sh', '-c', 'timeout 20 docker info >/dev/null 2>&1'].execute().waitFor() == 0
if (!docker && !System.getenv('CI')) {
    println 'Skipped: no Docker engine answers. src/it/bin/services.sh docker starts one.'
    return false
}
return true
