/* Run one battery of TestU01 over raw 32-bit numbers from stdin; `battery.py` compiles this. */
#include <stdio.h>
#include <stdlib.h>
#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

static unsigned int block[1 << 16];
static size_t held, used;

static unsigned int next(void) {
    if (used == held) {
        held = fread(block, sizeof block[0], sizeof block / sizeof block[0], stdin);
        used = 0;
        if (held == 0) exit(3);
    }
    return block[used++];
}

int main(void) {
    unif01_Gen *stream = unif01_CreateExternGenBits("stdin", next);
    swrite_Basic = FALSE;
    BATTERY(stream);
    for (int j = 0; j < bbattery_NTests; j++)
        printf("p\t%s\t%.17g\n", bbattery_TestNames[j], bbattery_pVal[j]);
    return 0;
}
