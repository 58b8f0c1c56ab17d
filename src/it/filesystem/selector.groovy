// One of the image's homes is a Docker engine. Device nodes and other users' files need root.
def can = { String command -> ['sh', '-c', command].execute().waitFor() == 0 }
if (!can('timeout 20 docker info >/dev/null 2>&1') && !System.getenv('CI')) {
    println 'Skipped: no Docker engine answers. src/it/bin/services.sh docker starts one.'
    return false
}
return can('[ "$(id -u)" = 0 ]') && can('python3 -c "import sys; exit(sys.version_info < (3, 9))"')
