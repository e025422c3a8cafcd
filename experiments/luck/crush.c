/* Run TestU01's SmallCrush over raw 32-bit numbers from stdin; print one "name<TAB>p" a line. */
#include <stdio.h>
#include <stdlib.h>
#include "bbattery.h"
#include "swrite.h"
#include "unif01.h"

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
    bbattery_SmallCrush(stream);
    for (int j = 0; j < bbattery_NTests; j++)
        printf("p\t%s\t%.17g\n", bbattery_TestNames[j], bbattery_pVal[j]);
    return 0;
}
