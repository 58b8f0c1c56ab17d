def log = new File(basedir, 'build.log').text

assert log.contains("Skipped: 'slim.check.skip' is set.")
assert log.contains("Skipped: 'slim.skip' is set.")
