import io.github.slimmaven.it.Bases

// As python:latest: the interpreter on compilers, headers, ImageMagick and version control, 920 MB.
Bases.debian(basedir, 'python-full',
    'python3-flask', 'python3-venv', 'python3-pip',
    'build-essential', 'autoconf', 'automake', 'libtool', 'patch',
    'imagemagick', 'git', 'mercurial', 'subversion', 'openssh-client',
    'ca-certificates', 'curl', 'wget', 'procps', 'tzdata', 'unzip', 'xz-utils',
    'default-libmysqlclient-dev', 'libcurl4-openssl-dev', 'libevent-dev', 'libgdbm-dev', 'libglib2.0-dev',
    'libmagickwand-dev', 'libncurses-dev', 'libpq-dev', 'libreadline-dev', 'libsqlite3-dev', 'libssl-dev',
    'libxml2-dev', 'libxslt1-dev', 'libyaml-dev')
return true
