import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Process = { readonly pid: number; readonly group: number; readonly command: string };

/** Kills, at once and for good, the processes of a group whose command line has this text in it; fails where there is none. */
export function killMember(group: number, text: string): void {
  const found = processes().filter((each) => each.group === group && each.command.includes(text));
  if (found.length === 0) throw new Error(`No process of group ${group} has "${text}" in its command line.`);
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
}

/** From /proc where there is one: a bare machine may have no `ps`. */
function processes(): readonly Process[] {
  if (existsSync('/proc/self/stat'))
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? inProc(name) : []));
  const listed = execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'pgid=', '-o', 'args='], { encoding: 'utf8' });
  return listed.split('\n').flatMap((line) => {
    const [, pid, group, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), group: Number(group), command }];
  });
}

function inProc(name: string): readonly Process[] {
  try {
    // The program's name stands in brackets and may hold anything; after it come state, parent and group.
    const group = /^.*\) \S+ \d+ (\d+) /s.exec(readFileSync(path.join('/proc', name, 'stat'), 'utf8'))?.[1];
    const command = readFileSync(path.join('/proc', name, 'cmdline'), 'utf8').replaceAll('\0', ' ');
    return [{ pid: Number(name), group: Number(group), command }];
  } catch {
    // Gone since it was listed.
    return [];
  }
}
