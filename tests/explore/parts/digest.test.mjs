/** Claims about digests by hand: they are those of node, for every length up to some blocks. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { digestByHand, hexOfDigest } from "../../../src/relsim/questions/explore/browser/digest.mjs";

const bytesOf = (length) => Uint8Array.from({ length }, (_, i) => (i * 151 + length) % 256);

test("a digest by hand is that of node, whatever the length", async () => {
  for (let length = 0; length < 200; length += 1) {
    const known = createHash("sha256").update(bytesOf(length)).digest("hex");
    assert.equal(Buffer.from(digestByHand(bytesOf(length))).toString("hex"), known);
    assert.equal(await hexOfDigest(bytesOf(length).buffer), known);
  }
});
