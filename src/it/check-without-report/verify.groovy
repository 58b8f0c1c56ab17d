def log = new File(basedir, 'build.log').text

def report = new File(basedir, 'target/slim/report.json')
assert log.contains("There is no report '${report}': run slim:minify first")
