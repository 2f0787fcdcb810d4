import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, open, readFile } from 'node:fs/promises';

/** Larger files are hashed in pieces instead of being read at once. In bytes. */
const wholeReadLimit = 4 * 1024 * 1024;

const byteOrderMark = '\uFEFF';

/** What a text keeps of the file it stands for. */
export interface FileStyle {
  /** Permission bits. */
  readonly mode: number;
  /** The mark the file starts with, which texts come without; empty for most files. */
  readonly byteOrderMark: string;
}

/** The style of a file, or null when it is gone or closed to us: then a text stands alone. */
export async function readStyle(file: string): Promise<FileStyle | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
      const { mode } = await handle.stat();
      const hasMark = buffer.toString('utf8', 0, bytesRead) === byteOrderMark;
      return { mode: mode & 0o777, byteOrderMark: hasMark ? byteOrderMark : '' };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (await isReadable(file)) throw error;
    return null;
  }
}

/** Whether a file is there and may be read. */
export async function isReadable(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/** SHA-256 of bytes, in hex. */
export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a file's bytes, in hex; `size` in bytes decides how it is read. */
export async function hashOfFile(file: string, size: number): Promise<string> {
  if (size <= wholeReadLimit) return hashOf(await readFile(file));
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
