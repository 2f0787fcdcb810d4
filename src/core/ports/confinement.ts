/** How a command was kept within bounds: the sandbox's name, or that there was none, and why. */
export type Confinement = { readonly sandbox: string } | { readonly none: string };
