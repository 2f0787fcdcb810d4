/**
 * Marks the lines of a test report among all that a workbench prints to its console, so that the runner, which is another
 * program, can show these alone.
 */
export const reportMark = '[host-test] ';
