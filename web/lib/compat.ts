/** The three functions of Solid whose names change in its next major version, in one place. */
export { mergeProps, onMount, splitProps } from 'solid-js'
