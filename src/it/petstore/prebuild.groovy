import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'gunicorn', 'python3-flask', 'gunicorn', 'ca-certificates', 'curl', 'tzdata')
return true
