/** Undoes what `packing.py` did: letters to bytes, and planes of bytes to numbers. */

export function bytesOf(letters) {
  const text = atob(letters.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export async function unpacked(letters) {
  const stream = new Blob([bytesOf(letters)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const WORD = 8;

/** One array of the parcel: the bytes of its items, which lie apart in it unless they are 8, side by side again. */
export function joined(content, [width, count, start]) {
  if (width === WORD) return content.slice(start, start + width * count);
  const items = new Uint8Array(width * count);
  for (let plane = 0; plane < width; plane += 1) {
    const from = start + plane * count;
    for (let i = 0; i < count; i += 1) items[i * width + plane] = content[from + i];
  }
  return items;
}
