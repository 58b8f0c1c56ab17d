// A Dockerfile needs a Docker engine, and its base debootstrap.
return new File('/var/run/docker.sock').exists() && new File('/usr/sbin/debootstrap').exists()
