/* A 32-bit tool, whose subcommands load and read what the plain call does not. */
#include <dlfcn.h>
#include <iconv.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static int root(const char *number)
{
    void *library = dlopen("libm.so.6", RTLD_NOW);
    double (*square_root)(double);

    if (!library)
        return fputs(dlerror(), stderr), 1;
    *(void **)&square_root = dlsym(library, "sqrt");
    printf("%g\n", square_root(atof(number)));
    return 0;
}

static int user(const char *name)
{
    struct passwd *entry = getpwnam(name);

    return entry ? printf("%s lives in %s\n", name, entry->pw_dir) < 0 : fail(name);
}

/* The letter e with an acute accent. */
static int encode(const char *charset)
{
    char in[] = "\xc3\xa9", out[8], *from = in, *to = out;
    size_t in_left = 2, out_left = sizeof out;
    iconv_t converter = iconv_open(charset, "UTF-8");

    if (converter == (iconv_t)-1 || iconv(converter, &from, &in_left, &to, &out_left) != 0)
        return fail(charset);
    return printf("%02x\n", (unsigned char)out[0]) < 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "root"))
        return root(argv[2]);
    if (argc == 3 && !strcmp(argv[1], "user"))
        return user(argv[2]);
    if (argc == 3 && !strcmp(argv[1], "encode"))
        return encode(argv[2]);
    printf("%zu-byte pointers\n", sizeof(void *));
    return 0;
}
