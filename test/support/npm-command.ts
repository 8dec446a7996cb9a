/** How this process calls npm: with the npm that called it, when there was one. */

/** @returns The program and its first arguments. */
export function npmCommand(): readonly [string, ...string[]] {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('npm-cli.js') === true ? [process.execPath, cli] : ['npm'];
}
