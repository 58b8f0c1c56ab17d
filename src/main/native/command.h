/* The commands of the sensor: `sensor COMMAND ...`. Each returns the process's exit code. */
#pragma once

int trace_main(int argc, char **argv);
int sandbox_main(int argc, char **argv);
int unpack_main(int argc, char **argv);
int check_main(int argc, char **argv);
int remove_main(int argc, char **argv);
int steady_main(int argc, char **argv);
int network_main(int argc, char **argv);
