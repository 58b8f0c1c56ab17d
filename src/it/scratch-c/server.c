/* A file server of one thread: "/" greets, "/NAME" is the file NAME of DATA or /data. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void stop(int signal)
{
    (void)signal;
    _exit(0);
}

static void answer(FILE *client, const char *status, FILE *body, const char *text)
{
    char part[4096];
    size_t n;

    fprintf(client, "HTTP/1.0 %s\r\nContent-Type: text/plain\r\n\r\n%s", status, text);
    while (body && (n = fread(part, 1, sizeof part, body)) > 0)
        fwrite(part, 1, n, client);
}

static void serve(FILE *client)
{
    const char *data = getenv("DATA");
    char line[1024], name[256] = "", path[1024];
    FILE *file;

    if (!fgets(line, sizeof line, client) || strncmp(line, "GET /", 5) != 0)
        return;
    sscanf(line + 5, "%255[^ ]", name);
    while (fgets(line, sizeof line, client) && strcmp(line, "\r\n") != 0)
        ;
    if (!*name) {
        answer(client, "200 OK", NULL, "hello\n");
        return;
    }
    snprintf(path, sizeof path, "%s/%s", data ? data : "/data", name);
    file = strchr(name, '/') ? NULL : fopen(path, "r");
    if (file) {
        answer(client, "200 OK", file, "");
        fclose(file);
    } else {
        answer(client, "404 Not Found", NULL, "there is no such file\n");
    }
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(8080)};
    int one = 1, server = socket(AF_INET, SOCK_STREAM, 0);

    signal(SIGTERM, stop);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 16)) {
        perror("port 8080");
        return 1;
    }
    for (;;) {
        FILE *client = fdopen(accept(server, NULL, NULL), "r+");

        if (client) {
            serve(client);
            fclose(client);
        }
    }
}
