// The images are asked in a Docker engine, and the base needs debootstrap.
return new File('/var/run/docker.sock').exists() && new File('/usr/sbin/debootstrap').exists()
