/**
 * Ref of the portal of a list that may open inside a dialog. A dialog hides everything outside of it from assistive technology, also what
 * appears later; Kobalte leaves out what carries this mark.
 */
export function aboveDialogs(portal: HTMLDivElement | SVGGElement): void {
  portal.dataset.reactAriaTopLayer = 'true'
}
