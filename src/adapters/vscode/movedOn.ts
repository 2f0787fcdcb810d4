import type { ApplyObstacle } from '../../core/ports/applier';
import type { WorkspacePath } from '../../core/util/paths';
import type { BeforeImage } from './beforeImages';
import { sameText } from './sameText';
import { presentDocument, type PreparedWrite } from './workspaceEdit';
import { openDocument } from './workspaceFiles';

/**
 * The writes whose file or document is not what they were planned on any more. The last look before an edit: it awaits nothing, so
 * that what it saw is what the edit is made for. `images` are those of the same writes, taken just before.
 */
export function findMovedOn(
  writes: readonly PreparedWrite[],
  images: readonly BeforeImage[],
): readonly ApplyObstacle[] {
  const byPath = new Map(images.map((image) => [image.write.path, image]));
  return writes.flatMap((write) => {
    const message =
      write.type === 'move'
        ? messageForMove(write, byPath)
        : messageFor(write, byPath.get(write.path)?.savedText ?? null);
    return message === undefined ? [] : [{ path: write.path, message }];
  });
}

function messageForMove(
  write: PreparedWrite & { readonly type: 'move' },
  images: ReadonlyMap<WorkspacePath, BeforeImage>,
): string | undefined {
  const { path, movedFrom = path, from, document } = write;
  if ((images.get(path)?.bytes ?? null) !== null) return `${path} exists by now.`;
  const there = { ...write, path: movedFrom, uri: from };
  const onDisk = images.get(movedFrom)?.savedText ?? null;
  return messageFor(document ? { ...there, type: 'change', document } : { ...there, type: 'delete' }, onDisk);
}

function messageFor(write: PreparedWrite, onDisk: string | null): string | undefined {
  const { path, uri, before } = write;
  const open = openDocument(uri);
  const current = open?.isDirty ? open.getText() : onDisk;
  if (!sameText(current, before)) {
    return before === null ? `${path} exists by now.` : `${path} has changed. Apply again.`;
  }
  if (write.type === 'change' && !sameText(presentDocument(write).getText(), before)) {
    return `${path} is open with another text than the one on disk. Close it, or revert it, and apply again.`;
  }
  return undefined;
}
