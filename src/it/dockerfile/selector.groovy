// A Dockerfile needs a Docker engine, and this one a static busybox.
return new File('/var/run/docker.sock').exists() && new File('/bin/busybox').canExecute()
